# METADATA
# title: EMR that may not encrypt EBS volumes
# description: |
#   With EnableEbsEncryption EC2 makes each volume in the name of the cluster's service role and lets it unlock by a grant. Without
#   these rights the first instance fails to start, and the cluster ends.
# related_resources:
#   - description: Amazon EMR Management Guide, create keys and certificates for data encryption
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-encryption-enable.html
#   - description: Amazon EBS User Guide, requirements for Amazon EBS encryption
#     ref: https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption-requirements.html
# custom:
#   rowKind: keyUses
#   severity: error
#   message: "the service role {user} lacks {lacking} on the key {key} of {place}"
#   remedy: Allow {lacking} to {user} in the key's policy; emr-encryption keys statement --purpose ebs prints the statements.
#   variants:
#     guide:
#       severity: info
#       message: "the service role {user} lacks {lackingOfGuide} on the key {key} of {place}, which the guide gives to every user of a key"
#       remedy: Nothing fails without them as far as AWS documents; allow {lackingOfGuide} to {user} where the guide has to be kept to the letter.
#   superseded_by: [key.denied_role]
package rules.key.service_role_not_user

import data.logic
import data.value

checks contains {
	"id": u.subject,
	"applies": logic.all([value.is(u.as, "service role"), value.is(u.purpose, "ebs")]),
	"violated": value.is(u.decision, "deny"),
	"at": u.policyAt,
} if {
	some u in input.keyUses
}

checks contains {
	"id": u.subject,
	"variant": "guide",
	"applies": value.is(u.as, "service role"),
	"violated": logic.all([value.is(u.decision, "allow"), value.present(u.lackingOfGuide)]),
	"at": u.policyAt,
} if {
	some u in input.keyUses
}
