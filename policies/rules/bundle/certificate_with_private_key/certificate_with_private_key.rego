# METADATA
# title: Certificates beside the private key
# description: |
#   Some tools write key and certificates into one file. Readers of private keys skip the certificates, as far as they are
#   known; EMR's is not documented.
# related_resources:
#   - description: Amazon EMR Management Guide, providing certificates for encrypting data in transit
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-encryption-enable.html
# custom:
#   rowKind: bundleFiles
#   severity: info
#   message: "privateKey.pem also holds {certificates} certificates, need the private key alone"
#   remedy: "Leave the block of the private key alone in privateKey.pem."
package rules.bundle.certificate_with_private_key

import data.logic
import data.value

checks contains {
	"id": f.subject,
	"applies": value.is(f.name, "privateKey.pem"),
	"violated": logic.all([value.more_than(f.privateKeys, 0), value.more_than(f.certificates, 0)]),
} if {
	some f in input.bundleFiles
}
