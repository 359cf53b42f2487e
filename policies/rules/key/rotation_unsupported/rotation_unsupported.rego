# METADATA
# title: The KMS key does not support rotation
# description: |
#   Automatic rotation is for symmetric keys with key material that KMS created. AWS documents that it cannot be turned
#   on for asymmetric keys, HMAC keys, imported key material and custom key stores, so the apply fails.
# related_resources:
#   - https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html
# custom:
#   severity: error
#   evidence: documented
#   read: "2026-11-28"
#   message: "rotation of the key {key} is on, but KMS does not rotate {spec} keys of origin {origin} automatically"
#   remedy: "Set enable_key_rotation to false, and rotate manually, with a new key or, for imported material, new material."
#   superseded_by: [key.not_symmetric]
package rules.key.rotation_unsupported

import data.logic
import data.value

checks contains {
	"id": k.id,
	"violated": logic.all([
		value.is(k.rotation, true),
		logic.any([
			value.other_than(k.origin, ["AWS_KMS"]),
			value.other_than(k.spec, ["SYMMETRIC_DEFAULT"]),
		]),
	]),
	"path": ["enable_key_rotation"],
} if some k in input.keys
