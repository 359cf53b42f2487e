# METADATA
# title: KMS key that is disabled
# description: |
#   With a disabled key no volume is attached and no object is read or written. Nodes that run already fail at their next boot, since
#   local disks are unlocked again.
# related_resources:
#   - description: AWS KMS Developer Guide, how Amazon EBS uses AWS KMS
#     ref: https://docs.aws.amazon.com/kms/latest/developerguide/services-ebs.html
#   - description: AWS KMS Developer Guide, how Amazon EMR uses AWS KMS
#     ref: https://docs.aws.amazon.com/kms/latest/developerguide/services-emr.html
# custom:
#   rowKind: keys
#   each: places
#   severity: error
#   message: "the key {key} is disabled, and EMR uses it"
#   remedy: Set is_enabled to true, or take the key out of the security configuration.
package rules.key.disabled

import data.value

checks contains {
	"id": k.subject,
	"violated": value.is(k.enabled, false),
	"path": ["is_enabled"],
} if {
	some k in input.keys
	some p in k.places
}
