# METADATA
# title: A certificate file contains a private key
# description: |
#   Java's certificate reader refuses a file that contains a private key, so TLS does not start. Certificate files are
#   also shared as public files.
# related_resources:
#   - description: Java SE, java.security.cert.CertificateFactory
#     ref: https://docs.oracle.com/en/java/javase/17/docs/api/java.base/java/security/cert/CertificateFactory.html
# custom:
#   rowKind: bundleFiles
#   severity: error
#   evidence: fails
#   read: "2026-11-28"
#   message: "{name} contains {privateKeys} private keys; only certificates belong in it"
#   remedy: "Remove the private key from {name}. If the file was shared, create a new key."
package rules.bundle.stray_private_key

import data.logic
import data.sets
import data.value

checks contains {
	"id": f.id,
	"applies": value.one_of(f.name, [sets.bundle_file_name.certificate_chain_pem, sets.bundle_file_name.trusted_certificates_pem]),
	"violated": logic.all([value.more_than(f.privateKeys, 0), value.is(f.swapped, false)]),
} if {
	some f in input.bundleFiles
}
