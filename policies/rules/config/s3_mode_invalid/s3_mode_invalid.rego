# METADATA
# title: The encryption mode for S3 does not exist
# description: |
#   AWS documents four modes: SSE-S3, SSE-KMS, CSE-KMS and CSE-Custom. SSE-C is a mode of S3 that EMR does not offer.
# related_resources:
#   - https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-create-security-configuration.html
#   - https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-data-encryption-options.html
# custom:
#   severity: error
#   evidence: documented
#   read: "2026-11-28"
#   message: "EncryptionMode of {place} is {mode}; SSE-S3, SSE-KMS, CSE-KMS or CSE-Custom is required"
#   remedy: "Use one of the four modes, usually SSE-KMS with a customer managed key."
#   variants:
#     missing:
#       message: "{place} has no EncryptionMode; SSE-S3, SSE-KMS, CSE-KMS or CSE-Custom is required"
#   superseded_by: [config.unknown_property]
package rules.config.s3_mode_invalid

import data.at
import data.logic
import data.sets
import data.value

checks contains {
	"id": c.id,
	"violated": value.other_than(s3.mode, [sets.encryption_mode.sse_s3, sets.encryption_mode.sse_kms, sets.encryption_mode.cse_kms, sets.encryption_mode.cse_custom]),
	"path": array.concat(s3.path, ["EncryptionMode"]),
	"params": {"place": s3.place, "mode": s3.mode},
} if {
	some c in input.configurations
	some s3 in at.s3_places(c.s3, c.s3Overrides)
}

checks contains {
	"id": c.id,
	"variant": "missing",
	"violated": logic.all([value.is(s3.present, true), value.absent(s3.mode)]),
	"path": s3.path,
	"params": {"place": s3.place},
} if {
	some c in input.configurations
	some s3 in at.s3_places(c.s3, c.s3Overrides)
}
