# METADATA
# title: S3 and local disks share one key provider class
# description: |
#   The two places ask different interfaces of a provider, and AWS requires different classes for them. One of AWS's
#   own examples shows the same name twice, and copies of it fail when the cluster starts.
# related_resources:
#   - description: Amazon EMR Management Guide, create keys and certificates for data encryption
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-encryption-enable.html
#   - description: Amazon EMR Management Guide, create a security configuration
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-create-security-configuration.html
# custom:
#   subject: configurations
#   severity: error
#   message: "{place} and local disks name the same EncryptionKeyProviderClass {class}, need a class for each"
#   remedy: "Write a second provider class for local disks, and name it in LocalDiskEncryptionConfiguration."
package rules.config.shared_provider_class

import data.at
import data.value

checks contains {
	"subject": c.subject,
	"violated": value.same(s3.class, c.localDisk.providerClass),
	"path": array.concat(s3.path, ["EncryptionKeyProviderClass"]),
	"params": {"place": s3.place, "class": s3.class},
} if {
	some c in input.configurations
	some s3 in array.concat(
		[{"place": "S3", "path": at.s3, "class": c.s3.providerClass}],
		[{"place": at.override_name(i), "path": at.override(i), "class": override.providerClass} |
			some i, override in c.s3Overrides
		],
	)
}
