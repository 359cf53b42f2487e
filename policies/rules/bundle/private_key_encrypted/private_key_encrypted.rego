# METADATA
# title: The private key is encrypted
# description: |
#   A security configuration has no field for a passphrase, so nodes cannot decrypt the private key. Protect it with the
#   encryption of the object in S3 and with the permissions to read it.
# related_resources:
#   - description: Amazon EMR Management Guide, providing certificates for encrypting data in transit
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-encryption-enable.html
# custom:
#   severity: error
#   evidence: documented
#   read: "2026-11-28"
#   message: "the private key is encrypted with a passphrase; EMR cannot decrypt it"
#   remedy: "Remove the passphrase: openssl pkcs8 -topk8 -nocrypt -in encrypted.pem -out privateKey.pem. Encrypt the object with SSE-KMS instead."
package rules.bundle.private_key_encrypted

import data.value

checks contains {
	"id": f.id,
	"violated": value.is(f.encrypted, true),
} if some f in input.bundleFiles
