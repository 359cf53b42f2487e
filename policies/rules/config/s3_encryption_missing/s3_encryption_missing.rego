# METADATA
# title: Objects in S3 are not encrypted by the configuration
# description: |
#   EMRFS then writes with whatever the bucket does by default, so the key that protects the data is not the one that
#   was reviewed here, and a bucket without a default key of yours falls back to keys that S3 owns.
# related_resources:
#   - description: Amazon EMR Management Guide, encryption options
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-data-encryption-options.html
# custom:
#   rowKind: configurations
#   severity: warning
#   message: "local disks are encrypted, but without S3EncryptionConfiguration EMRFS leaves encryption to the defaults of buckets"
#   remedy: "Add S3EncryptionConfiguration, as a rule with SSE-KMS and a KMS key of its own."
#   superseded_by: [config.unknown_property]
package rules.config.s3_encryption_missing

import data.at
import data.logic
import data.value

checks contains {
	"id": c.subject,
	"applies": value.is(c.atRest, true),
	"violated": logic.all([value.is(c.localDisk.present, true), logic.none([value.is(c.s3.present, true)])]),
	"path": at.rest,
} if {
	some c in input.configurations
}
