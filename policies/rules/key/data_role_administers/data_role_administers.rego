# METADATA
# title: Role of the data that administers its KMS key
# description: |
#   Whoever gets onto a node has the role of the node. With kms:PutKeyPolicy that is enough to give the key away or to lock everybody
#   out. Use and administration belong to different roles.
# related_resources:
#   - description: AWS KMS Developer Guide, key administrators and key users
#     ref: https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
# custom:
#   rowKind: keyUses
#   severity: warning
#   message: "the {as} {user} may change the policy of the key {key}, and needs to use it only"
#   remedy: Allow it the actions of its purpose instead of kms:*; emr-encryption keys statement --purpose {purpose} prints them.
package rules.key.data_role_administers

import data.value

checks contains {
	"id": u.subject,
	"applies": value.one_of(u.as, ["instance role", "mapped role"]),
	"violated": value.is(u.administers, true),
	"at": u.policyAt,
} if {
	some u in input.keyUses
}
