# METADATA
# title: A private CA signed, and the bundle names no trust
# description: |
#   Without trustedCertificates.pem the nodes trust what their Java brings along: public CAs. A certificate of a private
#   CA, or a self-signed one, is then trusted by no node, and every handshake fails.
# related_resources:
#   - description: Amazon EMR Management Guide, providing certificates for encrypting data in transit
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-encryption-enable.html
#   - description: Java SE, JSSE reference guide
#     ref: https://docs.oracle.com/en/java/javase/17/security/java-secure-socket-extension-jsse-reference-guide.html
# custom:
#   rowKind: certificates
#   severity: error
#   message: "{place} leads to {path.last}, which no root of Java issued, and the bundle has no trustedCertificates.pem"
#   remedy: "Add trustedCertificates.pem with the root of the CA that signed; for a public CA add its missing intermediate certificates to certificateChain.pem."
package rules.bundle.trust_missing

import data.logic
import data.value

checks contains {
	"id": c.subject,
	"applies": value.is(c.role, "leaf"),
	"violated": logic.all([value.is(c.path.ownTrust, false), value.other_than(c.path.end, ["anchor"])]),
} if {
	some c in input.certificates
}
