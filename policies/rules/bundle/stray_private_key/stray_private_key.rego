# METADATA
# title: A private key is in the wrong place
# description: |
#   Java's certificate reader refuses a file that contains a private key, so TLS does not start. Certificate files are
#   also shared as public files. EMR copies every file of the bundle to every node, so a private key in a file that EMR
#   does not read, often that of the CA, is exposed on every node without being used.
# related_resources:
#   - https://docs.oracle.com/en/java/javase/17/docs/api/java.base/java/security/cert/CertificateFactory.html
# custom:
#   severity: error
#   evidence: fails
#   read: "2026-11-28"
#   message: "{name} contains {privateKeys} private keys; only certificates belong in it"
#   remedy: "Remove the private key from {name}. If the file was shared, create a new key."
#   variants:
#     other_file:
#       message: "{strayName} contains {strayKey}; EMR copies it to every node, where only privateKey.pem is used"
#       remedy: "Create the zip again from the three PEM files. If a zip with {strayName} was uploaded, delete it and replace that key; for a CA, replace the CA."
package rules.bundle.stray_private_key

import data.logic
import data.sets
import data.value

checks contains {
	"id": f.id,
	"applies": value.one_of(f.name, [sets.bundle_file_name.certificate_chain_pem, sets.bundle_file_name.trusted_certificates_pem]),
	"violated": logic.all([value.more_than(f.privateKeys, 0), value.is(f.swapped, false)]),
} if some f in input.bundleFiles

checks contains {
	"id": f.id,
	"variant": "other_file",
	"violated": value.present(f.strayKey),
} if some f in input.bundleFiles
