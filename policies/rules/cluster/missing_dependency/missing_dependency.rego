# METADATA
# title: The cluster may start before what it needs
# description: |
#   Terraform makes resources in any order that references and depends_on leave open. A name that is written as a text orders
#   nothing: the cluster starts while its bundle, key, role or configuration does not exist yet, and fails. The same holds for
#   the policy of a key, which is a resource of its own that nothing of the cluster refers to; it rarely bites, since a
#   cluster takes minutes to reach its first request.
# related_resources:
#   - description: "cloudposse/terraform-aws-emr-cluster, pull request 44: the cluster starts before its roles may read"
#     ref: https://github.com/cloudposse/terraform-aws-emr-cluster/pull/44
#   - description: Terraform, the depends_on meta-argument
#     ref: https://developer.hashicorp.com/terraform/language/meta-arguments/depends_on
# custom:
#   rowKind: clusters
#   severity: warning
#   evidence: documented
#   read: "2026-11-28"
#   message: "the cluster can be created before {startsBefore}, which it needs: nothing in the configuration orders them"
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
} if {
	some c in input.clusters
}

checks contains {
	"id": c.id,
	"variant": "policy",
	"violated": value.present(c.startsBeforePolicies),
} if {
	some c in input.clusters
}
