# METADATA
# title: A KMS mode for S3 has no key
# description: |
#   SSE-KMS and CSE-KMS encrypt with the key that the configuration names. AWS documents AwsKmsKey as required with these
#   modes.
# related_resources:
#   - https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-create-security-configuration.html
# custom:
#   severity: error
#   evidence: documented
#   read: "2026-11-28"
#   message: "{place} has mode {mode}, but AwsKmsKey is missing; the ARN of a KMS key is required"
#   remedy: "Set AwsKmsKey of {place} to a KMS key other than the one for local disks."
#   superseded_by: [config.unknown_property]
package rules.config.s3_key_missing

import data.at
import data.sets
import data.value

checks contains {
	"id": c.id,
	"applies": value.one_of(s3.mode, [sets.encryption_mode.sse_kms, sets.encryption_mode.cse_kms]),
	"violated": value.absent(s3.key),
	"path": s3.path,
	"params": {"place": s3.place, "mode": s3.mode},
} if {
	some c in input.configurations
	some s3 in at.s3_places(c.s3, c.s3Overrides)
}
