# METADATA
# title: Log encryption that cannot work
# description: |
#   With a key of one's own for log files the nodes need kms:GenerateDataKey and the service role kms:DescribeKey, and the release
#   must know the setting: 5.30.0 or later, but not 6.0.0. Otherwise no logs arrive, or the cluster does not start.
# related_resources:
#   - description: Amazon EMR Management Guide, configure cluster logging and debugging
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-plan-debugging.html
# custom:
#   rowKind: keyUses
#   severity: error
#   message: "{user}, the {as}, lacks {lacking} on the key {key} of log files"
#   remedy: Allow {lacking} to {user} in the key's policy; emr-encryption keys statement --purpose logs prints the statement.
#   variants:
#     release:
#       severity: error
#       message: "{releaseTooOld} does not encrypt log files with the key {key}, need 5.30.0 or later, and not 6.0.0"
#       remedy: Raise release_label, or leave log_encryption_kms_key_id out.
#   superseded_by: [key.denied_role]
package rules.key.log_encryption_unready

import data.logic
import data.value

checks contains {
	"id": u.subject,
	"applies": value.is(u.purpose, "logs"),
	"violated": value.is(u.decision, "deny"),
	"at": u.policyAt,
} if {
	some u in input.keyUses
}

checks contains {
	"id": u.subject,
	"variant": "release",
	"applies": logic.all([value.is(u.purpose, "logs"), value.is(u.as, "instance role")]),
	"violated": value.present(u.releaseTooOld),
	"at": u.releaseAt,
} if {
	some u in input.keyUses
}
