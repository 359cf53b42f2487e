# METADATA
# title: Log encryption cannot work
# description: |
#   With a customer managed key for log files the nodes need kms:GenerateDataKey, the service role needs kms:DescribeKey,
#   and the release must be 5.30.0 or later, except 6.0.0. Otherwise no logs are stored, or the cluster fails to start.
# related_resources:
#   - https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-plan-debugging.html
# custom:
#   severity: error
#   evidence: documented
#   read: "2026-11-28"
#   message: "{user}, the {as}, lacks {lackingWithReason} on the key {key} of the log files"
#   remedy: "Allow {lacking} for {user} in the key policy; emr-encryption keys statement --purpose logs prints the statement."
#   variants:
#     release:
#       message: "{releaseTooOld} does not encrypt log files with the key {key}; 5.30.0 or later, except 6.0.0, is required"
#       remedy: "Use a later release_label, or remove log_encryption_kms_key_id."
#   superseded_by: [key.denied_role]
package rules.key.log_encryption_unready

import data.logic
import data.sets
import data.value

checks contains {
	"id": u.id,
	"applies": value.is(u.purpose, sets.key_purpose.logs),
	"violated": value.is(u.decision, sets.key_decision.deny),
	"at": u.policyAt,
} if some u in input.keyUses

checks contains {
	"id": u.id,
	"variant": "release",
	"applies": logic.all([value.is(u.purpose, sets.key_purpose.logs), value.is(u.as, sets.key_user_kind.instance_role)]),
	"violated": value.present(u.releaseTooOld),
	"at": u.releaseAt,
} if some u in input.keyUses
