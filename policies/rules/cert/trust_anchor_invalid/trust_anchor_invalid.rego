# METADATA
# title: A trusted certificate is not a CA
# description: |
#   trustedCertificates.pem lists the CAs that the nodes trust. Java rejects a path through a trust anchor that is not a
#   CA, so this certificate can only pin itself.
# related_resources:
#   - https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.9
#   - https://docs.oracle.com/en/java/javase/17/security/java-secure-socket-extension-jsse-reference-guide.html
# custom:
#   severity: warning
#   evidence: fails
#   read: "2026-11-28"
#   message: "{place} ({subjectName}) is in trustedCertificates.pem but is not a CA certificate"
#   remedy: "Replace it with the certificate of the CA that issued the nodes' certificate."
#   superseded_by: [cert.issuer_not_ca]
package rules.cert.trust_anchor_invalid

import data.logic
import data.sets
import data.value

checks contains {
	"id": c.id,
	"violated": logic.all([
		value.is(c.inTrust, true),
		value.is(c.isCa, false),
		value.other_than(c.role, [sets.certificate_role.leaf]),
	]),
} if some c in input.certificates
