# METADATA
# title: Local disks are not encrypted
# description: |
#   Spilled shuffle data, HDFS blocks and temporary files lie on the nodes' disks. Encryption of S3 says nothing about
#   them, and it is LocalDiskEncryptionConfiguration that also switches on privacy for Hadoop RPC and for HDFS block
#   transfer.
# related_resources:
#   - description: Amazon EMR Management Guide, encryption options
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-data-encryption-options.html
# custom:
#   rowKind: configurations
#   severity: warning
#   message: "S3 is encrypted, but without LocalDiskEncryptionConfiguration the disks of nodes are not"
#   remedy: "Add LocalDiskEncryptionConfiguration with AwsKms, a KMS key of its own and EnableEbsEncryption."
#   superseded_by: [config.unknown_property]
package rules.config.local_disk_missing

import data.at
import data.logic
import data.value

checks contains {
	"id": c.subject,
	"applies": value.is(c.atRest, true),
	"violated": logic.all([value.is(c.s3.present, true), logic.none([value.is(c.localDisk.present, true)])]),
	"path": at.rest,
} if {
	some c in input.configurations
}
