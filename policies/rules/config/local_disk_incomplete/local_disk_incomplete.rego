# METADATA
# title: Settings of the local-disk key provider are missing
# description: |
#   AWS documents AwsKmsKey as required for AwsKms, and the JAR and its class for Custom. There is no other provider.
# related_resources:
#   - https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-create-security-configuration.html
# custom:
#   severity: error
#   evidence: documented
#   read: "2026-11-28"
#   message: "EncryptionKeyProviderType is AwsKms, but AwsKmsKey is missing; the ARN of a KMS key is required"
#   remedy: "Set AwsKmsKey to a KMS key other than the one for S3."
#   variants:
#     provider:
#       message: "EncryptionKeyProviderType is {localDisk.provider}; AwsKms or Custom is required"
#       remedy: "Use AwsKms, or Custom with a JAR and a class."
#     provider_missing:
#       message: "LocalDiskEncryptionConfiguration has no EncryptionKeyProviderType; AwsKms or Custom is required"
#       remedy: "Use AwsKms, or Custom with a JAR and a class."
#     custom:
#       message: "EncryptionKeyProviderType is Custom, but {field} is missing; the JAR and the class of the provider are required"
#       remedy: "Set S3Object to the JAR and EncryptionKeyProviderClass to the class."
#     nothing:
#       message: "LocalDiskEncryptionConfiguration has neither AwsKmsKey nor S3Object and EncryptionKeyProviderClass; every EncryptionKeyProviderType requires one of them"
#       remedy: "Set AwsKmsKey to a KMS key, or S3Object to the JAR and EncryptionKeyProviderClass to the class."
#   superseded_by: [config.unknown_property]
package rules.config.local_disk_incomplete

import data.at
import data.logic
import data.sets
import data.value

checks contains {
	"id": c.id,
	"applies": value.is(c.localDisk.provider, sets.encryption_key_provider_type.aws_kms),
	"violated": value.absent(c.localDisk.key),
	"path": at.local_disk,
} if some c in input.configurations

checks contains {
	"id": c.id,
	"variant": "provider",
	"violated": value.other_than(c.localDisk.provider, [sets.encryption_key_provider_type.aws_kms, sets.encryption_key_provider_type.custom]),
	"path": array.concat(at.local_disk, ["EncryptionKeyProviderType"]),
} if some c in input.configurations

checks contains {
	"id": c.id,
	"variant": "provider_missing",
	"violated": logic.all([value.is(c.localDisk.present, true), value.absent(c.localDisk.provider)]),
	"path": at.local_disk,
} if some c in input.configurations

checks contains {
	"id": c.id,
	"variant": "custom",
	"applies": value.is(c.localDisk.provider, sets.encryption_key_provider_type.custom),
	"violated": value.absent(field.leaf),
	"path": at.local_disk,
	"params": {"field": field.name},
} if {
	some c in input.configurations
	some field in [
		{"name": "S3Object", "leaf": c.localDisk.object},
		{"name": "EncryptionKeyProviderClass", "leaf": c.localDisk.providerClass},
	]
}

checks contains {
	"id": c.id,
	"variant": "nothing",
	"violated": logic.all([
		value.is(c.localDisk.present, true),
		value.unknown(c.localDisk.provider),
		value.absent(c.localDisk.key),
		logic.any([value.absent(c.localDisk.object), value.absent(c.localDisk.providerClass)]),
	]),
	"path": at.local_disk,
} if some c in input.configurations
