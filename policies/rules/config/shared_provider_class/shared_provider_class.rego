# METADATA
# title: S3 and local disks use the same provider class
# description: |
#   AWS documents that the classes must differ, although one AWS example shows the same class twice. The two types called
#   EncryptionMaterialsProvider have a method in common with unrelated return types, so Java compiles no class of both.
# related_resources:
#   - https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-encryption-enable.html
#   - https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-create-security-configuration.html
# custom:
#   severity: error
#   evidence: documented
#   read: "2026-11-28"
#   message: "{place} and local disks have the same EncryptionKeyProviderClass, {class}; use a separate class for each"
#   remedy: "Write a second provider class for local disks, and name it in LocalDiskEncryptionConfiguration."
package rules.config.shared_provider_class

import data.at
import data.value

checks contains {
	"id": c.id,
	"violated": value.same(s3.providerClass, c.localDisk.providerClass),
	"path": array.concat(s3.path, ["EncryptionKeyProviderClass"]),
	"params": {"place": s3.place, "class": s3.providerClass},
} if {
	some c in input.configurations
	some s3 in at.s3_places(c.s3, c.s3Overrides)
}
