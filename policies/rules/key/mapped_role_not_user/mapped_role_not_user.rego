# METADATA
# title: Mapped EMRFS role that may not use the KMS key
# description: |
#   Requests to S3 carry the role that EMRFS maps a user, group or prefix to, not the nodes' own. That role needs the key as well, or
#   its users see access denied on every object.
# related_resources:
#   - description: Amazon EMR Management Guide, configure IAM roles for EMRFS requests to Amazon S3
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-emrfs-iam-roles.html
#   - description: Amazon EMR Management Guide, create keys and certificates for data encryption
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-encryption-enable.html
# custom:
#   rowKind: keyUses
#   severity: error
#   message: "the mapped role {user} lacks {lacking} on the key {key} of {place}"
#   remedy: Allow {lacking} to {user} in the key's policy; emr-encryption keys statement --purpose s3 prints the statement.
#   variants:
#     guide:
#       severity: info
#       message: "the mapped role {user} lacks {lackingOfGuide} on the key {key} of {place}, which the guide gives to every user of a key"
#       remedy: Whoever only reads needs none of them; allow {lackingOfGuide} to {user} where the guide has to be kept to the letter.
#   superseded_by: [key.via_service_blocks_direct, key.denied_role]
package rules.key.mapped_role_not_user

import data.logic
import data.value

checks contains {
	"id": u.subject,
	"applies": value.is(u.as, "mapped role"),
	"violated": value.is(u.decision, "deny"),
	"at": u.policyAt,
} if {
	some u in input.keyUses
}

checks contains {
	"id": u.subject,
	"variant": "guide",
	"applies": value.is(u.as, "mapped role"),
	"violated": logic.all([value.is(u.decision, "allow"), value.present(u.lackingOfGuide)]),
	"at": u.policyAt,
} if {
	some u in input.keyUses
}
