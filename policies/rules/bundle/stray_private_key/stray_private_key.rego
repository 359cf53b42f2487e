# METADATA
# title: A private key lies among certificates
# description: |
#   Java's certificate reader refuses a whole file in which a private key stands, so no node can start TLS; and
#   certificate files are handed around as public.
# related_resources:
#   - description: Java SE, java.security.cert.CertificateFactory
#     ref: https://docs.oracle.com/en/java/javase/17/docs/api/java.base/java/security/cert/CertificateFactory.html
# custom:
#   subject: bundleFiles
#   severity: error
#   message: "{file} holds {count} private keys, need certificates alone"
#   remedy: "Remove the private key from {file}; if the file was handed around, issue a new key."
package rules.bundle.stray_private_key

import data.logic
import data.value

checks contains {
	"subject": f.subject,
	"violated": logic.all([
		value.one_of(f.name, ["certificateChain.pem", "trustedCertificates.pem"]),
		value.more_than(f.privateKeys, 0),
		value.is(f.swapped, false),
	]),
	"params": {"file": f.name, "count": f.privateKeys},
} if {
	some f in input.bundleFiles
}
