# METADATA
# title: Nodes that may not use their KMS key
# description: |
#   The role in the instance profile asks for data keys when a node boots and when it reads or writes. Where neither key policy, grant
#   nor IAM allows it, clusters end with an error at bootstrap, or jobs at the first object.
# related_resources:
#   - description: AWS KMS Developer Guide, how Amazon EMR uses AWS KMS
#     ref: https://docs.aws.amazon.com/kms/latest/developerguide/services-emr.html
#   - description: Amazon EMR Management Guide, create keys and certificates for data encryption
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-encryption-enable.html
# custom:
#   rowKind: keyUses
#   severity: error
#   message: "the nodes' role {user} lacks {lacking} on the key {key} of {place}"
#   remedy: Allow {lacking} to {user} in the key's policy; emr-encryption keys statement --purpose {purpose} prints the statement.
#   variants:
#     describe:
#       severity: warning
#       message: "the nodes' role {user} may use the key {key} of {place}, but not describe it: it lacks {lackingOfGuide}"
#       remedy: Allow {lackingOfGuide} to {user} in the key's policy; emr-encryption keys statement --purpose {purpose} prints the statement.
#     guide:
#       severity: info
#       message: "the nodes' role {user} lacks {lackingOfGuide} on the key {key} of {place}, which the guide gives to every user of a key"
#       remedy: Nothing fails without them as far as AWS documents; allow {lackingOfGuide} to {user} where the guide has to be kept to the letter.
#   superseded_by: [key.via_service_blocks_direct, key.context_blocks_local_disk, key.denied_role]
package rules.key.instance_role_not_user

import data.logic
import data.value

checks contains {
	"id": u.subject,
	"applies": logic.all([value.is(u.as, "instance role"), value.one_of(u.purpose, _purposes)]),
	"violated": value.is(u.decision, "deny"),
	"at": u.policyAt,
} if {
	some u in input.keyUses
}

checks contains {
	"id": u.subject,
	"variant": "describe",
	"applies": value.is(u.as, "instance role"),
	"violated": logic.all([value.is(u.decision, "allow"), value.matches(u.lackingOfGuide, "kms:DescribeKey")]),
	"at": u.policyAt,
} if {
	some u in input.keyUses
}

checks contains {
	"id": u.subject,
	"variant": "guide",
	"applies": value.is(u.as, "instance role"),
	"violated": logic.all([value.is(u.decision, "allow"), value.present(u.lackingOfGuide), logic.none([value.matches(u.lackingOfGuide, "kms:DescribeKey")])]),
	"at": u.policyAt,
} if {
	some u in input.keyUses
}

# log files and the bundle have rules of their own
_purposes := ["s3", "local-disk", "wal"]
