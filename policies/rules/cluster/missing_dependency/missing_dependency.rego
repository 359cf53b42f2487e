# METADATA
# title: The cluster may start before a resource that it needs
# description: |
#   Terraform orders resources only by references and depends_on. A name written as literal text is not a reference, so
#   the cluster can start before its bundle, key, role or configuration exists, and fail. A key policy is a separate
#   resource that nothing in the cluster refers to; its order rarely matters, since a cluster takes minutes to send its
#   first request.
# related_resources:
#   - description: "cloudposse/terraform-aws-emr-cluster, pull request 44: the cluster starts before its roles may read"
#     ref: https://github.com/cloudposse/terraform-aws-emr-cluster/pull/44
#   - description: Terraform, the depends_on meta-argument
#     ref: https://developer.hashicorp.com/terraform/language/meta-arguments/depends_on
# custom:
#   severity: warning
#   evidence: documented
#   read: "2026-11-28"
#   message: "the cluster can be created before {startsBefore}, which it needs: no reference or depends_on orders them"
#   remedy: "Refer to {startsBefore} instead of writing its name, or add it to depends_on of the cluster."
#   variants:
#     policy:
#       severity: info
#       message: "the cluster can be created before {startsBeforePolicies}, which lets its roles use the keys"
#       remedy: "Add {startsBeforePolicies} to depends_on of the cluster."
package rules.cluster.missing_dependency

import data.value

checks contains {
	"id": c.id,
	"violated": value.present(c.startsBefore),
} if some c in input.clusters

checks contains {
	"id": c.id,
	"variant": "policy",
	"violated": value.present(c.startsBeforePolicies),
} if some c in input.clusters
