# METADATA
# title: Short wait before a KMS key is deleted
# description: |
#   Between the order to delete a key and the loss of everything it encrypted lies this wait, in which somebody may notice. Thirty
#   days are the default and the most.
# related_resources:
#   - description: AWS KMS Developer Guide, delete an AWS KMS key
#     ref: https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys.html
# custom:
#   subject: keys
#   severity: info
#   message: "deletion of the key {key} waits {days} days, need at least {minimum}"
#   remedy: Raise deletion_window_in_days to {minimum} or more.
package rules.key.deletion_window_short

import data.value

checks contains {
	"subject": k.subject,
	"violated": value.less_than(k.deletionWindowDays, input.thresholds.deletionWindowDays),
	"path": ["deletion_window_in_days"],
	"params": {"key": k.key, "days": k.deletionWindowDays, "minimum": input.thresholds.deletionWindowDays},
} if {
	some k in input.keys
}
