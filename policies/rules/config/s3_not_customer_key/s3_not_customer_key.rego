# METADATA
# title: Objects in S3 are not encrypted with a customer managed key
# description: |
#   SSE-S3 encrypts with keys that S3 owns. Their use cannot be audited or revoked. A policy that requires customer
#   managed keys is met only by the KMS modes or a custom provider.
# related_resources:
#   - https://docs.aws.amazon.com/controltower/latest/controlreference/emr-rules.html
#   - https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-data-encryption-options.html
# custom:
#   severity: info
#   evidence: practice
#   read: "2026-11-23"
#   message: "{place} has mode SSE-S3, which does not use a customer managed key"
#   remedy: "Set EncryptionMode of {place} to SSE-KMS and AwsKmsKey to a KMS key."
#   superseded_by: [config.unknown_property]
package rules.config.s3_not_customer_key

import data.at
import data.sets
import data.value

checks contains {
	"id": c.id,
	"violated": value.is(s3.mode, sets.encryption_mode.sse_s3),
	"path": array.concat(s3.path, ["EncryptionMode"]),
	"params": {"place": s3.place},
} if {
	some c in input.configurations
	some s3 in at.s3_places(c.s3, c.s3Overrides)
}
