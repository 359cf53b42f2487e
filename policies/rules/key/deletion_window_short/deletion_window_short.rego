# METADATA
# title: Short wait before a KMS key is deleted
# description: |
#   Between the order to delete a key and the loss of everything it encrypted lies this wait, in which somebody may notice. Thirty
#   days are the default and the most.
# related_resources:
#   - description: AWS KMS Developer Guide, delete an AWS KMS key
#     ref: https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys.html
# custom:
#   rowKind: keys
#   severity: info
#   message: "deletion of the key {key} waits {deletionWindowDays} days, need at least {thresholds.deletionWindowDays}"
#   remedy: Raise deletion_window_in_days to {thresholds.deletionWindowDays} or more.
package rules.key.deletion_window_short

import data.value

checks contains {
	"id": k.subject,
	"violated": value.less_than(k.deletionWindowDays, input.thresholds.deletionWindowDays),
	"path": ["deletion_window_in_days"],
} if {
	some k in input.keys
}
