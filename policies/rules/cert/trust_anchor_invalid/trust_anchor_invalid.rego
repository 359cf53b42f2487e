# METADATA
# title: A trusted certificate is not a CA
# description: |
#   trustedCertificates.pem says whom the nodes believe. Java refuses an anchor that is not a CA when it stands above
#   another certificate, so this one can only pin itself.
# related_resources:
#   - description: RFC 5280, section 4.2.1.9, basic constraints
#     ref: https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.9
#   - description: Java SE, JSSE reference guide
#     ref: https://docs.oracle.com/en/java/javase/17/security/java-secure-socket-extension-jsse-reference-guide.html
# custom:
#   rowKind: certificates
#   severity: warning
#   message: "{place} ({subjectName}) is not a CA certificate"
#   remedy: "Put the CA that issued the nodes' certificate there instead."
package rules.cert.trust_anchor_invalid

import data.logic
import data.value

checks contains {
	"id": c.subject,
	"violated": logic.all([
		value.is(c.inTrust, true),
		value.is(c.isCa, false),
		value.other_than(c.role, ["leaf"]),
	]),
} if {
	some c in input.certificates
}
