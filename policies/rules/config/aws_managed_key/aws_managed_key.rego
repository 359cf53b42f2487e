# METADATA
# title: An AWS managed key is named where EMR cannot use one
# description: |
#   CSE-KMS and LUKS on local disks make the nodes call KMS by themselves, with the instance role. The policy of an
#   AWS managed key cannot be changed and admits only the service it belongs to, so these calls are refused and the
#   cluster does not start, or cannot write.
# related_resources:
#   - description: AWS KMS Developer Guide, how Amazon EMR uses AWS KMS
#     ref: https://docs.aws.amazon.com/kms/latest/developerguide/services-emr.html
#   - description: Amazon EMR Management Guide, create keys and certificates for data encryption
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-encryption-enable.html
# custom:
#   subject: configurations
#   severity: error
#   message: "{place} names the AWS managed key {key}, whose policy does not admit nodes; need a customer managed key"
#   remedy: "Make a KMS key of your own for {place}, and the instance role a user of it."
#   unless: [config.unknown_property]
package rules.config.aws_managed_key

import data.at
import data.logic
import data.value

checks contains {
	"subject": c.subject,
	"violated": value.is(c.localDisk.keyForm, "AWS managed alias"),
	"path": array.concat(at.local_disk, ["AwsKmsKey"]),
	"params": {"place": "LocalDiskEncryptionConfiguration", "key": c.localDisk.key},
} if {
	some c in input.configurations
}

checks contains {
	"subject": c.subject,
	"violated": logic.all([value.is(s3.mode, "CSE-KMS"), value.is(s3.form, "AWS managed alias")]),
	"path": array.concat(s3.path, ["AwsKmsKey"]),
	"params": {"place": s3.place, "key": s3.key},
} if {
	some c in input.configurations
	some s3 in array.concat(
		[{"place": "S3EncryptionConfiguration", "path": at.s3, "mode": c.s3.mode, "key": c.s3.key, "form": c.s3.keyForm}],
		[{"place": at.override_name(i), "path": at.override(i), "mode": override.mode, "key": override.key, "form": override.keyForm} |
			some i, override in c.s3Overrides
		],
	)
}
