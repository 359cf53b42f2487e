# METADATA
# title: A local-disk provider's cipher changes with the release
# description: |
#   EMR encrypts local disks with the materials of a custom provider under AES/GCM/NoPadding up to release 7.0.0 and under AES
#   from 7.1.0 on. A provider that fixes the cipher works on one side of that line only.
# related_resources:
#   - description: Amazon EMR Management Guide, create keys and certificates for data encryption
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-encryption-enable.html
# custom:
#   rowKind: providers
#   severity: info
#   message: "{className} is asked for AES/GCM/NoPadding up to release 7.0.0, and for AES from 7.1.0 on"
#   remedy: Try the provider on both sides of release 7.1.0 before moving clusters over.
package rules.provider.cipher_gate

import data.value

checks contains {
	"id": p.subject,
	"violated": value.is(p.place, "local disks"),
	"path": p.path,
} if {
	some p in input.providers
}
