# METADATA
# title: Encryption of S3 names what its mode does not use
# description: |
#   AwsKmsKey belongs to the KMS modes, provider class and JAR to CSE-Custom. Beside another mode they do nothing, and
#   show that the author expected something else than what happens.
# related_resources:
#   - description: Amazon EMR Management Guide, create a security configuration
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-create-security-configuration.html
# custom:
#   subject: configurations
#   severity: warning
#   message: "{place} has mode {mode} and AwsKmsKey, which only SSE-KMS and CSE-KMS use"
#   remedy: "Set EncryptionMode of {place} to SSE-KMS, or remove AwsKmsKey."
#   variants:
#     provider:
#       severity: warning
#       message: "{place} has mode {mode} and a provider of keys, which only CSE-Custom uses"
#       remedy: "Set EncryptionMode of {place} to CSE-Custom, or remove S3Object and EncryptionKeyProviderClass."
#   unless: [config.unknown_property]
package rules.config.s3_fields_conflict

import data.at
import data.logic
import data.value

checks contains {
	"subject": c.subject,
	"violated": logic.all([value.one_of(s3.mode, ["SSE-S3", "CSE-Custom"]), value.present(s3.key)]),
	"path": array.concat(s3.path, ["AwsKmsKey"]),
	"params": {"place": s3.place, "mode": s3.mode},
} if {
	some c in input.configurations
	some s3 in array.concat(
		[{"place": "S3EncryptionConfiguration", "path": at.s3, "mode": c.s3.mode, "key": c.s3.key}],
		[{"place": at.override_name(i), "path": at.override(i), "mode": override.mode, "key": override.key} |
			some i, override in c.s3Overrides
		],
	)
}

checks contains {
	"subject": c.subject,
	"variant": "provider",
	"violated": logic.all([
		value.one_of(s3.mode, ["SSE-S3", "SSE-KMS", "CSE-KMS"]),
		logic.any([value.present(s3.class), value.present(s3.object)]),
	]),
	"path": s3.path,
	"params": {"place": s3.place, "mode": s3.mode},
} if {
	some c in input.configurations
	some s3 in array.concat(
		[{"place": "S3EncryptionConfiguration", "path": at.s3, "mode": c.s3.mode, "class": c.s3.providerClass, "object": c.s3.object}],
		[{"place": at.override_name(i), "path": at.override(i), "mode": override.mode, "class": override.providerClass, "object": override.object} |
			some i, override in c.s3Overrides
		],
	)
}
