# METADATA
# title: A mapped EMRFS role cannot use the KMS key
# description: |
#   Requests to S3 use the role that EMRFS maps to the user, group or prefix instead of the nodes' role. Without
#   permission on the key, its users get access denied for every object.
# related_resources:
#   - description: Amazon EMR Management Guide, configure IAM roles for EMRFS requests to Amazon S3
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-emrfs-iam-roles.html
#   - https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-encryption-enable.html
# custom:
#   severity: error
#   evidence: documented
#   read: "2026-11-28"
#   message: "the mapped role {user} lacks {lackingWithReason} on the key {key} of {place}"
#   remedy: "Allow {lacking} for {user} in the key policy; emr-encryption keys statement --purpose s3 prints the statement."
#   variants:
#     other_account:
#       message: "the mapped role {user} lacks {lackingWithReason} on the key {key} of {place}, a key of another account; {missingHalf} must allow it"
#       remedy: "A key of another account must be allowed by its key policy and by IAM policies of the role: allow {lacking} in {missingHalf}."
#     guide:
#       severity: info
#       message: "the mapped role {user} lacks {lackingOfGuide} on the key {key} of {place}, which the guide lists for key users"
#       remedy: "Roles that only read do not need it. Allow {lackingOfGuide} for {user} if you follow the guide's list for key users."
#   superseded_by: [key.via_service_blocks_direct, key.denied_role]
package rules.key.mapped_role_not_user

import data.logic
import data.sets
import data.value

checks contains {
	"id": u.id,
	"applies": value.is(u.as, sets.key_user_kind.mapped_role),
	"violated": logic.all([value.is(u.decision, sets.key_decision.deny), value.absent(u.missingHalf)]),
	"at": u.policyAt,
} if some u in input.keyUses

checks contains {
	"id": u.id,
	"variant": "other_account",
	"applies": value.is(u.as, sets.key_user_kind.mapped_role),
	"violated": logic.all([value.is(u.decision, sets.key_decision.deny), value.present(u.missingHalf)]),
	"at": u.policyAt,
} if some u in input.keyUses

checks contains {
	"id": u.id,
	"variant": "guide",
	"applies": value.is(u.as, sets.key_user_kind.mapped_role),
	"violated": logic.all([value.is(u.decision, sets.key_decision.allow), value.present(u.lackingOfGuide)]),
	"at": u.policyAt,
} if some u in input.keyUses
