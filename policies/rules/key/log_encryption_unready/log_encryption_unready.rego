# METADATA
# title: Log encryption that cannot work
# description: |
#   With a key of one's own for log files the nodes need kms:GenerateDataKey and the service role kms:DescribeKey, and the release
#   must know the setting: 5.30.0 or later, but not 6.0.0. Otherwise no logs arrive, or the cluster does not start.
# related_resources:
#   - description: Amazon EMR Management Guide, configure cluster logging and debugging
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-plan-debugging.html
# custom:
#   subject: keyUses
#   severity: error
#   message: "{user}, the {as}, lacks {lacking} on the key {key} of log files"
#   remedy: Allow {lacking} to {user} in the key's policy; emr-encryption keys statement --purpose logs prints the statement.
#   variants:
#     release:
#       severity: error
#       message: "{release} does not encrypt log files with the key {key}, need 5.30.0 or later, and not 6.0.0"
#       remedy: Raise release_label, or leave log_encryption_kms_key_id out.
#   unless: [key.denied_role]
package rules.key.log_encryption_unready

import data.logic
import data.value

checks contains {
	"subject": u.subject,
	"violated": logic.all([value.is(u.purpose, "logs"), value.is(u.decision, "deny")]),
	"at": u.policyAt,
	"params": {"user": u.user, "as": u.as, "lacking": u.lacking, "key": u.key},
} if {
	some u in input.keyUses
}

checks contains {
	"subject": u.subject,
	"violated": logic.all([
		value.is(u.purpose, "logs"),
		value.is(u.as, "instance role"),
		value.present(u.releaseTooOld),
	]),
	"variant": "release",
	"at": u.releaseAt,
	"params": {"release": u.releaseTooOld, "key": u.key},
} if {
	some u in input.keyUses
}
