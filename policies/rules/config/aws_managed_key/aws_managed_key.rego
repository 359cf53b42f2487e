# METADATA
# title: An AWS managed key is used where it cannot work
# description: |
#   For CSE-KMS and local disks the nodes call KMS themselves, with the instance role. The policy of an AWS managed key
#   cannot be changed and allows only its own service, so these calls are denied, and the cluster fails to start or to
#   write.
# related_resources:
#   - https://docs.aws.amazon.com/kms/latest/developerguide/services-emr.html
#   - https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-encryption-enable.html
# custom:
#   severity: error
#   evidence: documented
#   read: "2026-11-28"
#   message: "{place} uses the AWS managed key {key}, whose policy does not allow the nodes; a customer managed key is required"
#   remedy: "Create a customer managed key for {place}, and allow the instance role to use it."
#   superseded_by: [config.unknown_property]
package rules.config.aws_managed_key

import data.at
import data.sets
import data.value

checks contains {
	"id": c.id,
	"violated": value.is(c.localDisk.keyForm, sets.key_form.aws_managed_alias),
	"path": array.concat(at.local_disk, ["AwsKmsKey"]),
	"params": {"place": "LocalDiskEncryptionConfiguration", "key": c.localDisk.key},
} if some c in input.configurations

checks contains {
	"id": c.id,
	"applies": value.is(s3.mode, sets.encryption_mode.cse_kms),
	"violated": value.is(s3.keyForm, sets.key_form.aws_managed_alias),
	"path": array.concat(s3.path, ["AwsKmsKey"]),
	"params": {"place": s3.place, "key": s3.key},
} if {
	some c in input.configurations
	some s3 in at.s3_places(c.s3, c.s3Overrides)
}
