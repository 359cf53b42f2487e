# METADATA
# title: A feature of the security configuration does not support several primary nodes
# description: |
#   AWS documents that clusters with three primary nodes support neither runtime roles nor IAM Identity Center.
# related_resources:
#   - https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-steps-runtime-roles.html
#   - description: Amazon EMR Management Guide, considerations for the Identity Center integration
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-idc-considerations.html
# custom:
#   since: "0.2.0"
#   severity: error
#   evidence: documented
#   read: "2026-11-28"
#   message: "the cluster has {primaries} primary nodes, but its security configuration uses {feature}, which supports one"
#   remedy: "Use one primary node, or a security configuration without {feature}."
package rules.cluster.primaries_unsupported

import data.value

checks contains {
	"id": c.id,
	"applies": value.more_than(c.primaries, 1),
	"violated": value.is(used.leaf, true),
	"path": ["master_instance_group"],
	"params": {"feature": used.feature},
} if {
	some c in input.clusters
	some used in [
		{"feature": "runtime roles", "leaf": c.runtimeRoles},
		{"feature": "IAM Identity Center", "leaf": c.identityCenter},
	]
}
