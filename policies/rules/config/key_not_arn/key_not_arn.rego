# METADATA
# title: A KMS key is not named by its ARN
# description: |
#   EMR's reference asks for a fully specified ARN. A bare key id or an alias name is looked up in the account and
#   Region of whoever calls KMS, so it may be found by nobody, or name another key than the one that was meant.
# related_resources:
#   - description: Amazon EMR Management Guide, create a security configuration
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-create-security-configuration.html
#   - description: AWS KMS Developer Guide, how Amazon EMR uses AWS KMS
#     ref: https://docs.aws.amazon.com/kms/latest/developerguide/services-emr.html
# custom:
#   subject: configurations
#   severity: error
#   message: "AwsKmsKey of {place} is {key}, by its form: {form}; need the ARN of a key"
#   remedy: "Name the key by its full ARN: the attribute arn of aws_kms_key, or arn:<partition>:kms:<Region>:<account>:key/<id>."
#   unless: [config.unknown_property]
package rules.config.key_not_arn

import data.at
import data.value

checks contains {
	"subject": c.subject,
	"violated": value.one_of(place.form, ["key id", "alias name", "other"]),
	"path": array.concat(place.path, ["AwsKmsKey"]),
	"params": {"place": place.name, "key": place.key, "form": place.form},
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
