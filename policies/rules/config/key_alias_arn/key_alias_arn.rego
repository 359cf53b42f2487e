# METADATA
# title: A KMS key is named by the ARN of an alias
# description: |
#   EMR's reference asks for the ARN of a key. An alias can be pointed at another key at any time, and data that was
#   written with the former one needs that one for ever; nothing in the configuration would show the change.
# related_resources:
#   - description: Amazon EMR Management Guide, create a security configuration
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-create-security-configuration.html
#   - description: AWS KMS Developer Guide, aliases
#     ref: https://docs.aws.amazon.com/kms/latest/developerguide/alias-about.html
# custom:
#   subject: configurations
#   severity: warning
#   message: "AwsKmsKey of {place} is the alias {key}, need the ARN of the key behind it"
#   remedy: "Name the key itself: the attribute target_key_arn of the alias, or arn of aws_kms_key."
#   unless: [config.unknown_property]
package rules.config.key_alias_arn

import data.at
import data.value

checks contains {
	"subject": c.subject,
	"violated": value.is(place.form, "alias ARN"),
	"path": array.concat(place.path, ["AwsKmsKey"]),
	"params": {"place": place.name, "key": place.key},
} if {
	some c in input.configurations
	some place in array.concat(
		[
			{"name": "S3EncryptionConfiguration", "path": at.s3, "key": c.s3.key, "form": c.s3.keyForm},
			{
				"name": "LocalDiskEncryptionConfiguration",
				"path": at.local_disk,
				"key": c.localDisk.key,
				"form": c.localDisk.keyForm,
			},
			{"name": "TLSCertificateConfiguration", "path": at.tls, "key": c.tls.key, "form": c.tls.keyForm},
			{"name": "EMRWALEncryptionConfiguration", "path": at.wal, "key": c.wal.key, "form": c.wal.keyForm},
		],
		[{"name": at.override_name(i), "path": at.override(i), "key": override.key, "form": override.keyForm} |
			some i, override in c.s3Overrides
		],
	)
}
