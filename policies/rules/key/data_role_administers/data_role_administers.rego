# METADATA
# title: A data role can administer its KMS key
# description: |
#   Anyone with access to a node has the node's role. With kms:PutKeyPolicy it can give the key to other accounts or lock
#   everyone out. Use and administration of a key belong to different roles.
# related_resources:
#   - description: AWS KMS Developer Guide, key administrators and key users
#     ref: https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
# custom:
#   severity: warning
#   evidence: recommended
#   read: "2026-11-28"
#   message: "the {as} {user} can change the policy of the key {key}, but only needs to use the key"
#   remedy: "Allow the actions of its purpose instead of kms:*; emr-encryption keys statement --purpose {purpose} prints them."
package rules.key.data_role_administers

import data.sets
import data.value

checks contains {
	"id": u.id,
	"applies": value.one_of(u.as, [sets.key_user_kind.instance_role, sets.key_user_kind.mapped_role]),
	"violated": value.is(u.administers, true),
	"at": u.policyAt,
} if some u in input.keyUses
