# METADATA
# title: The configuration does not encrypt local disks
# description: |
#   Local disks hold shuffle data, HDFS blocks and temporary files. Encryption of S3 does not cover them.
#   LocalDiskEncryptionConfiguration also turns on privacy for Hadoop RPC and encryption of HDFS block transfer. Without
#   it, disks are encrypted only by EBS encryption by default, an encrypted AMI or the hardware of NVMe disks.
# related_resources:
#   - https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-data-encryption-options.html
# custom:
#   severity: warning
#   evidence: documented
#   read: "2026-11-28"
#   message: "S3EncryptionConfiguration is present, but LocalDiskEncryptionConfiguration is missing, so this configuration does not encrypt local disks"
#   remedy: "Add LocalDiskEncryptionConfiguration with AwsKms, a KMS key of its own, and EnableEbsEncryption."
#   variants:
#     by_default:
#       severity: info
#       message: "LocalDiskEncryptionConfiguration is missing, so only the EBS default of the account and Region encrypts local disks"
#       remedy: "Add LocalDiskEncryptionConfiguration, which also protects Hadoop RPC and HDFS block transfer."
#   superseded_by: [config.unknown_property]
package rules.config.local_disk_missing

import data.at
import data.logic
import data.value

checks contains {
	"id": c.id,
	"applies": value.is(c.atRest, true),
	"violated": logic.all([
		value.is(c.s3.present, true),
		logic.none([value.is(c.localDisk.present, true), value.is(c.localDisk.ebsByDefault, true)]),
	]),
	"path": array.concat(at.rest, ["LocalDiskEncryptionConfiguration"]),
} if some c in input.configurations

checks contains {
	"id": c.id,
	"variant": "by_default",
	"applies": value.is(c.atRest, true),
	"violated": logic.all([
		value.is(c.s3.present, true),
		logic.none([value.is(c.localDisk.present, true)]),
		value.is(c.localDisk.ebsByDefault, true),
	]),
	"path": array.concat(at.rest, ["LocalDiskEncryptionConfiguration"]),
} if some c in input.configurations
