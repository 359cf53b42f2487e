# METADATA
# title: EBS encryption is turned on without AwsKms
# description: |
#   EBS encrypts volumes with a KMS key, so AWS documents EnableEbsEncryption only for the provider AwsKms.
# related_resources:
#   - https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-create-security-configuration.html
# custom:
#   severity: error
#   evidence: documented
#   read: "2026-11-28"
#   message: "EnableEbsEncryption is true with EncryptionKeyProviderType {localDisk.provider}; AwsKms is required"
#   remedy: "Use AwsKms with a KMS key for local disks, or remove EnableEbsEncryption."
#   superseded_by: [config.unknown_property]
package rules.config.ebs_without_kms

import data.at
import data.logic
import data.sets
import data.value

checks contains {
	"id": c.id,
	"violated": logic.all([value.is(c.localDisk.ebs, true), value.is(c.localDisk.provider, sets.encryption_key_provider_type.custom)]),
	"path": array.concat(at.local_disk, ["EnableEbsEncryption"]),
} if some c in input.configurations
