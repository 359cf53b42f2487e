# METADATA
# title: The nodes' role cannot use its KMS key
# description: |
#   Nodes request data keys with the role of their instance profile, when they start and when they read or write objects.
#   If no key policy, grant or IAM policy allows it, clusters fail during bootstrap, or jobs fail at the first object.
# related_resources:
#   - https://docs.aws.amazon.com/kms/latest/developerguide/services-emr.html
#   - https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-encryption-enable.html
# custom:
#   severity: error
#   evidence: documented
#   read: "2026-11-28"
#   message: "the nodes' role {user} lacks {lackingWithReason} on the key {key} of {place}"
#   remedy: "Allow {lacking} for {user} in the key policy; emr-encryption keys statement --purpose {purpose} prints the statement."
#   variants:
#     other_account:
#       message: "the nodes' role {user} lacks {lackingWithReason} on the key {key} of {place}, a key of another account; {missingHalf} must allow it"
#       remedy: "A key of another account must be allowed by its key policy and by IAM policies of the role: allow {lacking} in {missingHalf}."
#     describe:
#       severity: info
#       message: "the nodes' role {user} can use the key {key} of {place}, but lacks {lackingOfGuide}"
#       remedy: "No AWS page states that nodes need it. Allow {lackingOfGuide} for {user} if you follow the guide; emr-encryption keys statement --purpose {purpose} prints the statement."
#     guide:
#       severity: info
#       message: "the nodes' role {user} lacks {lackingOfGuide} on the key {key} of {place}, which the guide lists for key users"
#       remedy: "No documented operation fails without it. Allow {lackingOfGuide} for {user} if you follow the guide's list for key users."
#   superseded_by: [key.via_service_blocks_direct, key.context_blocks_local_disk, key.denied_role]
package rules.key.instance_role_not_user

import data.logic
import data.sets
import data.value

checks contains {
	"id": u.id,
	"applies": logic.all([value.is(u.as, sets.key_user_kind.instance_role), value.one_of(u.purpose, _purposes)]),
	"violated": logic.all([value.is(u.decision, sets.key_decision.deny), value.absent(u.missingHalf)]),
	"at": u.policyAt,
} if some u in input.keyUses

checks contains {
	"id": u.id,
	"variant": "other_account",
	"applies": logic.all([value.is(u.as, sets.key_user_kind.instance_role), value.one_of(u.purpose, _purposes)]),
	"violated": logic.all([value.is(u.decision, sets.key_decision.deny), value.present(u.missingHalf)]),
	"at": u.policyAt,
} if some u in input.keyUses

checks contains {
	"id": u.id,
	"variant": "describe",
	"applies": value.is(u.as, sets.key_user_kind.instance_role),
	"violated": logic.all([value.is(u.decision, sets.key_decision.allow), value.includes(u.lackingOfGuide, "kms:DescribeKey")]),
	"at": u.policyAt,
} if some u in input.keyUses

checks contains {
	"id": u.id,
	"variant": "guide",
	"applies": value.is(u.as, sets.key_user_kind.instance_role),
	"violated": logic.all([value.is(u.decision, sets.key_decision.allow), value.present(u.lackingOfGuide), logic.none([value.includes(u.lackingOfGuide, "kms:DescribeKey")])]),
	"at": u.policyAt,
} if some u in input.keyUses

# log files and the bundle have rules of their own
_purposes := [sets.key_purpose.s3, sets.key_purpose.local_disk, sets.key_purpose.wal]
