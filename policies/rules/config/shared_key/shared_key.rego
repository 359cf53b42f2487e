# METADATA
# title: S3 and local disks use the same KMS key
# description: |
#   Objects in S3 and local disks are read by different roles and kept for different times. With one key for both, anyone
#   who may decrypt a bucket may also decrypt the disks of every node, and the key cannot be rotated, disabled or audited
#   for one without the other. This project requires separate keys; an earlier edition of the EMR guide recommended them,
#   while today's examples use one key. Settings can lower the severity.
# related_resources:
#   - https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-encryption-enable.html
# custom:
#   severity: error
#   evidence: recommended
#   read: "2026-11-28"
#   message: "{place} and local disks are encrypted with the same KMS key, {key}; use a separate key for each"
#   remedy: "Create a second KMS key, and set AwsKmsKey of LocalDiskEncryptionConfiguration to it. Separate keys are a
#     requirement of this project, not of AWS: to lower it, set config.shared_key under severities in the settings."
#   variants:
#     likely:
#       severity: warning
#       message: "the document refers to {onlyKey} more than once and to no other key, so S3 and local disks probably use the same KMS key"
#       remedy: "Create a second KMS key for LocalDiskEncryptionConfiguration. A plan made after the key exists shows the
#         document itself. Separate keys are a requirement of this project, not of AWS: to lower it, set config.shared_key
#         under severities in the settings."
#     service:
#       severity: info
#       message: "{place} is encrypted with the KMS key {key}, which also encrypts {other}"
#       remedy: "Use a separate KMS key for {place}."
package rules.config.shared_key

import data.at
import data.logic
import data.value

checks contains {
	"id": c.id,
	"violated": _shared(c.s3.key, c.localDisk.key, c.onlyKey),
	"path": array.concat(at.s3, ["AwsKmsKey"]),
	"params": {"place": "S3", "key": c.s3.key},
} if some c in input.configurations

checks contains {
	"id": c.id,
	"violated": _shared(override.key, c.localDisk.key, c.onlyKey),
	"path": array.concat(at.s3, ["Overrides", i, "AwsKmsKey"]),
	"params": {"place": at.override_name(i), "key": override.key},
} if {
	some c in input.configurations
	some i, override in c.s3Overrides
}

checks contains {
	"id": c.id,
	"variant": "likely",
	"violated": value.present(c.onlyKey),
} if some c in input.configurations

checks contains {
	"id": c.id,
	"variant": "service",
	"violated": value.same(service.key, data_key.key),
	"path": service.path,
	"params": {"place": service.place, "key": service.key, "other": data_key.place},
} if {
	some c in input.configurations
	some service in [
		{"place": "the managed certificate authority", "path": at.tls, "key": c.tls.key},
		{"place": "the write-ahead log", "path": at.wal, "key": c.wal.key},
	]
	some data_key in [
		{"place": "S3", "key": c.s3.key},
		{"place": "local disks", "key": c.localDisk.key},
	]
}

# a document that is made from one key alone has its own variant
_shared(a, b, only_key) := logic.all([value.absent(only_key), value.same(a, b)])
