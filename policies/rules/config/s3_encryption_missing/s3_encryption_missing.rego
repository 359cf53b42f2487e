# METADATA
# title: The configuration does not encrypt objects in S3
# description: |
#   Without S3EncryptionConfiguration the default encryption of each bucket applies. The key that protects the data is
#   then not visible in this configuration, and a bucket without a default KMS key uses keys that S3 owns.
# related_resources:
#   - https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-data-encryption-options.html
# custom:
#   severity: warning
#   evidence: documented
#   read: "2026-11-28"
#   message: "LocalDiskEncryptionConfiguration is present, but S3EncryptionConfiguration is missing, so the default encryption of each bucket applies"
#   remedy: "Add S3EncryptionConfiguration, usually with SSE-KMS and a KMS key of its own."
#   superseded_by: [config.unknown_property]
package rules.config.s3_encryption_missing

import data.at
import data.logic
import data.value

checks contains {
	"id": c.id,
	"applies": value.is(c.atRest, true),
	"violated": logic.all([value.is(c.localDisk.present, true), logic.none([value.is(c.s3.present, true)])]),
	"path": array.concat(at.rest, ["S3EncryptionConfiguration"]),
} if some c in input.configurations
