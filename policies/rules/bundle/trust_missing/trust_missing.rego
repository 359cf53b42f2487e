# METADATA
# title: The bundle does not contain the private CA's root certificate
# description: |
#   Without trustedCertificates.pem the nodes trust only the public CAs of their Java installation. They reject a
#   certificate from a private CA or a self-signed one, so every handshake fails.
# related_resources:
#   - description: Amazon EMR Management Guide, providing certificates for encrypting data in transit
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-encryption-enable.html
#   - https://docs.oracle.com/en/java/javase/17/security/java-secure-socket-extension-jsse-reference-guide.html
# custom:
#   severity: error
#   evidence: documented
#   read: "2026-11-28"
#   message: "{place} leads to {path.last}, which is not one of Java's default roots, and the bundle has no trustedCertificates.pem"
#   remedy: "Add trustedCertificates.pem with the root certificate of the CA. For a public CA, add its intermediate certificates to certificateChain.pem."
package rules.bundle.trust_missing

import data.logic
import data.sets
import data.value

checks contains {
	"id": c.id,
	"applies": value.is(c.role, sets.certificate_role.leaf),
	"violated": logic.all([value.is(c.path.ownTrust, false), value.other_than(c.path.end, [sets.path_end.anchor])]),
} if some c in input.certificates
