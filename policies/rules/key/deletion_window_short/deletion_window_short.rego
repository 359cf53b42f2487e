# METADATA
# title: The deletion window of the KMS key is short
# description: |
#   After its deletion is scheduled, a key can be recovered only during this window. The default, 30 days, is also the
#   maximum.
# related_resources:
#   - https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys.html
# custom:
#   severity: info
#   evidence: practice
#   read: "2026-11-23"
#   message: "the key {key} has a deletion window of {deletionWindowDays} days, fewer than the {thresholds.deletionWindowDays} days of the settings"
#   remedy: "Set deletion_window_in_days to {thresholds.deletionWindowDays} or more."
package rules.key.deletion_window_short

import data.value

checks contains {
	"id": k.id,
	"violated": value.less_than(k.deletionWindowDays, input.thresholds.deletionWindowDays),
	"path": ["deletion_window_in_days"],
} if some k in input.keys
