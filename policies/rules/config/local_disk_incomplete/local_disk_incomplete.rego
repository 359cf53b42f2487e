# METADATA
# title: Encryption of local disks lacks what its provider needs
# description: |
#   AwsKms needs a KMS key, Custom the JAR and the class in it; any other provider does not exist. EMR refuses the
#   configuration.
# related_resources:
#   - description: Amazon EMR Management Guide, create a security configuration
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-create-security-configuration.html
# custom:
#   rowKind: configurations
#   severity: error
#   message: "EncryptionKeyProviderType is AwsKms without AwsKmsKey, need the ARN of a KMS key"
#   remedy: "Name a KMS key in AwsKmsKey, another one than for S3."
#   variants:
#     provider:
#       severity: error
#       message: "EncryptionKeyProviderType is {localDisk.provider}, need AwsKms or Custom"
#       remedy: "Write AwsKms, or Custom with a JAR and a class."
#     provider_missing:
#       severity: error
#       message: "LocalDiskEncryptionConfiguration has no EncryptionKeyProviderType, need AwsKms or Custom"
#       remedy: "Write AwsKms, or Custom with a JAR and a class."
#     custom:
#       severity: error
#       message: "EncryptionKeyProviderType is Custom without {field}, need the JAR and the class of the provider"
#       remedy: "Name the JAR in S3Object and the class in EncryptionKeyProviderClass."
#     nothing:
#       severity: error
#       message: "LocalDiskEncryptionConfiguration has neither AwsKmsKey nor JAR and class, need either for any EncryptionKeyProviderType"
#       remedy: "Name a KMS key in AwsKmsKey, or the JAR in S3Object and the class in EncryptionKeyProviderClass."
#   superseded_by: [config.unknown_property]
package rules.config.local_disk_incomplete

import data.at
import data.logic
import data.value

checks contains {
	"id": c.subject,
	"applies": value.is(c.localDisk.provider, "AwsKms"),
	"violated": value.absent(c.localDisk.key),
	"path": at.local_disk,
} if {
	some c in input.configurations
}

checks contains {
	"id": c.subject,
	"variant": "provider",
	"violated": value.other_than(c.localDisk.provider, ["AwsKms", "Custom"]),
	"path": array.concat(at.local_disk, ["EncryptionKeyProviderType"]),
} if {
	some c in input.configurations
}

checks contains {
	"id": c.subject,
	"variant": "provider_missing",
	"violated": logic.all([value.is(c.localDisk.present, true), value.absent(c.localDisk.provider)]),
	"path": at.local_disk,
} if {
	some c in input.configurations
}

checks contains {
	"id": c.subject,
	"variant": "custom",
	"applies": value.is(c.localDisk.provider, "Custom"),
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
	"id": c.subject,
	"variant": "nothing",
	"violated": logic.all([
		value.is(c.localDisk.present, true),
		value.unknown(c.localDisk.provider),
		value.absent(c.localDisk.key),
		logic.any([value.absent(c.localDisk.object), value.absent(c.localDisk.providerClass)]),
	]),
	"path": at.local_disk,
} if {
	some c in input.configurations
}
