# METADATA
# title: A private key lies among certificates
# description: |
#   Java's certificate reader refuses a whole file in which a private key stands, so no node can start TLS; and
#   certificate files are handed around as public.
# related_resources:
#   - description: Java SE, java.security.cert.CertificateFactory
#     ref: https://docs.oracle.com/en/java/javase/17/docs/api/java.base/java/security/cert/CertificateFactory.html
# custom:
#   rowKind: bundleFiles
#   severity: error
#   message: "{name} holds {privateKeys} private keys, need certificates alone"
#   remedy: "Remove the private key from {name}; if the file was handed around, issue a new key."
package rules.bundle.stray_private_key

import data.logic
import data.value

checks contains {
	"id": f.subject,
	"applies": value.one_of(f.name, ["certificateChain.pem", "trustedCertificates.pem"]),
	"violated": logic.all([value.more_than(f.privateKeys, 0), value.is(f.swapped, false)]),
} if {
	some f in input.bundleFiles
}
