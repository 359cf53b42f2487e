# METADATA
# title: Rotation of the KMS key is turned off
# description: |
#   Rotation of a customer managed key is off by default. When it is on, KMS creates new key material every year and
#   keeps the old one, so the ARN and existing data do not change.
# related_resources:
#   - https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html
# custom:
#   severity: warning
#   evidence: recommended
#   read: "2026-11-28"
#   message: "rotation of the key {key} is off; enable_key_rotation = true is required for a symmetric key with KMS key material"
#   remedy: "Set enable_key_rotation to true."
package rules.key.rotation_off

import data.logic
import data.value

checks contains {
	"id": k.id,
	"applies": value.is(k.seen, true),
	"violated": logic.all([value.is(k.origin, "AWS_KMS"), value.is(k.spec, "SYMMETRIC_DEFAULT"), value.is(k.destroyed, false), value.is(k.rotation, false)]),
	"path": ["enable_key_rotation"],
} if some k in input.keys
