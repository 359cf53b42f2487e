# METADATA
# title: S3 and local disks share one KMS key
# description: |
#   Objects in S3 and blocks on local disks are read by different roles, live for different times and are lost in different ways. With
#   one key for both, whoever may decrypt a bucket may decrypt every node's disks, and neither key can be rotated, disabled or
#   audited without the other. AWS recommends a key for each; this project requires it.
# related_resources:
#   - description: Amazon EMR Management Guide, create keys and certificates for data encryption
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-encryption-enable.html
# custom:
#   rowKind: configurations
#   severity: error
#   message: "{place} and local disks share the KMS key {key}, need a key for each"
#   remedy: Make a second KMS key, and name it as AwsKmsKey in LocalDiskEncryptionConfiguration.
#   variants:
#     likely:
#       severity: warning
#       message: "the document is made from {onlyKey} alone, more than once: S3 and local disks seem to share it"
#       remedy: Make a second KMS key for LocalDiskEncryptionConfiguration; the plan made after the key exists shows the document itself.
#     service:
#       severity: info
#       message: "{place} uses the KMS key {key}, which also encrypts {other}"
#       remedy: Give {place} a KMS key of its own.
package rules.config.shared_key

import data.at
import data.logic
import data.value

checks contains {
	"id": c.subject,
	"violated": _shared(c.s3.key, c.localDisk.key, c.onlyKey),
	"path": array.concat(at.s3, ["AwsKmsKey"]),
	"params": {"place": "S3", "key": c.s3.key},
} if {
	some c in input.configurations
}

checks contains {
	"id": c.subject,
	"violated": _shared(override.key, c.localDisk.key, c.onlyKey),
	"path": array.concat(at.s3, ["Overrides", i, "AwsKmsKey"]),
	"params": {"place": at.override_name(i), "key": override.key},
} if {
	some c in input.configurations
	some i, override in c.s3Overrides
}

checks contains {
	"id": c.subject,
	"variant": "likely",
	"violated": value.present(c.onlyKey),
} if {
	some c in input.configurations
}

checks contains {
	"id": c.subject,
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
