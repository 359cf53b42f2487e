# METADATA
# title: The KMS key is disabled
# description: |
#   With a disabled key, no volume can be attached and no object can be read or written. Running nodes fail at their next
#   start, when they decrypt the key of their disks again.
# related_resources:
#   - https://docs.aws.amazon.com/kms/latest/developerguide/services-ebs.html
#   - https://docs.aws.amazon.com/kms/latest/developerguide/services-emr.html
# custom:
#   each: places
#   severity: error
#   evidence: documented
#   read: "2026-11-28"
#   message: "the key {key} is disabled, but EMR uses it"
#   remedy: "Set is_enabled to true, or use another key."
package rules.key.disabled

import data.value

checks contains {
	"id": k.id,
	"violated": value.is(k.enabled, false),
	"path": ["is_enabled"],
} if {
	some k in input.keys
	some p in k.places
}
