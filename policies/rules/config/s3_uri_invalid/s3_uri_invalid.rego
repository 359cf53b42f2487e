# METADATA
# title: S3Object is not the place of an object in S3
# description: |
#   EMR takes s3://bucket/key or the ARN of an object. Schemes of Hadoop (s3a, s3n), https links and bare paths are
#   accepted by nobody when the configuration is created or the cluster starts.
# related_resources:
#   - description: Amazon EMR Management Guide, create a security configuration
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-create-security-configuration.html
# custom:
#   subject: configurations
#   severity: error
#   message: "S3Object of {place} is {object}, need s3://bucket/key or arn:<partition>:s3:::bucket/key"
#   remedy: "Write s3://, the bucket, a slash and the key."
#   unless: [config.unknown_property]
package rules.config.s3_uri_invalid

import data.at
import data.value

checks contains {
	"subject": c.subject,
	"violated": value.is(place.form, "other"),
	"path": array.concat(place.path, ["S3Object"]),
	"params": {"place": place.name, "object": place.object},
} if {
	some c in input.configurations
	some place in array.concat(
		[
			{"name": "S3EncryptionConfiguration", "path": at.s3, "object": c.s3.object, "form": c.s3.objectForm},
			{
				"name": "LocalDiskEncryptionConfiguration",
				"path": at.local_disk,
				"object": c.localDisk.object,
				"form": c.localDisk.objectForm,
			},
			{"name": "TLSCertificateConfiguration", "path": at.tls, "object": c.tls.object, "form": c.tls.objectForm},
		],
		[{"name": at.override_name(i), "path": at.override(i), "object": override.object, "form": override.objectForm} |
			some i, override in c.s3Overrides
		],
	)
}
