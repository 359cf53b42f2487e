# METADATA
# title: The service role cannot encrypt EBS volumes
# description: |
#   With EnableEbsEncryption, EC2 creates each volume on behalf of the cluster's service role and decrypts it through a
#   grant. Without these permissions the first instance fails to start, and the cluster terminates. The same applies to
#   the account's default key for EBS, where EBS encryption by default is on and the security configuration does not
#   encrypt EBS volumes.
# related_resources:
#   - https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-encryption-enable.html
#   - https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption-requirements.html
# custom:
#   severity: error
#   evidence: documented
#   read: "2026-11-28"
#   message: "the service role {user} lacks {lackingWithReason} on the key {key} of {place}"
#   remedy: "Allow {lacking} for {user} in the key policy; emr-encryption keys statement --purpose ebs prints the statements."
#   variants:
#     other_account:
#       message: "the service role {user} lacks {lackingWithReason} on the key {key} of {place}, a key of another account; {missingHalf} must allow it"
#       remedy: "A key of another account must be allowed by its key policy and by IAM policies of the role: allow {lacking} in {missingHalf}."
#     required:
#       severity: warning
#       message: "the service role {user} lacks {lackingOfGuide} on the key {key} of {place}; AWS requires kms:ReEncrypt* for encrypted EBS volumes"
#       remedy: "Allow kms:ReEncrypt* for {user} in the key policy; emr-encryption keys statement --purpose ebs prints the statements."
#     guide:
#       severity: info
#       message: "the service role {user} lacks {lackingOfGuide} on the key {key} of {place}, which the guide lists for key users"
#       remedy: "No documented operation fails without it. Allow {lackingOfGuide} for {user} if you follow the guide's list for key users."
#   superseded_by: [key.denied_role]
package rules.key.service_role_not_user

import data.logic
import data.sets
import data.value

checks contains {
	"id": u.id,
	"applies": logic.all([value.is(u.as, sets.key_user_kind.service_role), value.is(u.purpose, sets.key_purpose.ebs)]),
	"violated": logic.all([value.is(u.decision, sets.key_decision.deny), value.absent(u.missingHalf)]),
	"at": u.policyAt,
} if some u in input.keyUses

checks contains {
	"id": u.id,
	"variant": "other_account",
	"applies": logic.all([value.is(u.as, sets.key_user_kind.service_role), value.is(u.purpose, sets.key_purpose.ebs)]),
	"violated": logic.all([value.is(u.decision, sets.key_decision.deny), value.present(u.missingHalf)]),
	"at": u.policyAt,
} if some u in input.keyUses

checks contains {
	"id": u.id,
	"variant": "required",
	"applies": logic.all([value.is(u.as, sets.key_user_kind.service_role), value.is(u.purpose, sets.key_purpose.ebs)]),
	"violated": logic.all([value.is(u.decision, sets.key_decision.allow), value.includes(u.lackingOfGuide, "kms:ReEncrypt")]),
	"at": u.policyAt,
} if some u in input.keyUses

checks contains {
	"id": u.id,
	"variant": "guide",
	"applies": value.is(u.as, sets.key_user_kind.service_role),
	"violated": logic.all([
		value.is(u.decision, sets.key_decision.allow),
		value.present(u.lackingOfGuide),
		logic.none([logic.all([value.is(u.purpose, sets.key_purpose.ebs), value.includes(u.lackingOfGuide, "kms:ReEncrypt")])]),
	]),
	"at": u.policyAt,
} if some u in input.keyUses
