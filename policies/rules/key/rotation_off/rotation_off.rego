# METADATA
# title: KMS key is not rotated
# description: |
#   Rotation is off on a customer managed key until somebody turns it on. With it, KMS makes new key material every year and keeps the
#   old, so that ARN and data stay as they are; without it, one key protects everything that was ever written.
# related_resources:
#   - description: AWS KMS Developer Guide, rotate AWS KMS keys
#     ref: https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html
# custom:
#   rowKind: keys
#   severity: warning
#   message: "rotation of the key {key} is off, need enable_key_rotation = true on a symmetric key that KMS made"
#   remedy: Set enable_key_rotation to true.
package rules.key.rotation_off

import data.logic
import data.value

checks contains {
	"id": k.subject,
	"applies": value.is(k.seen, true),
	"violated": logic.all([value.is(k.origin, "AWS_KMS"), value.is(k.spec, "SYMMETRIC_DEFAULT"), value.is(k.destroyed, false), value.is(k.rotation, false)]),
	"path": ["enable_key_rotation"],
} if {
	some k in input.keys
}
