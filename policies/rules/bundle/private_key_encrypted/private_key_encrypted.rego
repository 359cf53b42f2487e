# METADATA
# title: The private key is encrypted
# description: |
#   Nothing in a security configuration takes a passphrase, so no node can open an encrypted private key. What protects
#   the key is the encryption of the object in S3 and who may read it.
# related_resources:
#   - description: Amazon EMR Management Guide, providing certificates for encrypting data in transit
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-encryption-enable.html
# custom:
#   rowKind: bundleFiles
#   severity: error
#   message: "the private key asks for a passphrase, and EMR has no field for one"
#   remedy: "Write it without: openssl pkcs8 -topk8 -nocrypt -in encrypted.pem -out privateKey.pem; and encrypt the object with SSE-KMS."
package rules.bundle.private_key_encrypted

import data.value

checks contains {
	"id": f.subject,
	"violated": value.is(f.encrypted, true),
} if {
	some f in input.bundleFiles
}
