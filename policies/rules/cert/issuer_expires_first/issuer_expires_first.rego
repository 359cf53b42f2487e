# METADATA
# title: A CA ends before the certificate it issued
# description: |
#   The path is valid as long as its shortest certificate. A reminder set to the end of the leaf comes too late.
# related_resources:
#   - description: RFC 5280, section 4.1.2.5, validity
#     ref: https://www.rfc-editor.org/rfc/rfc5280#section-4.1.2.5
# custom:
#   subject: certificates
#   severity: warning
#   message: "a CA above {place} ends on {issuersEnd:date}, before the certificate itself on {end:date}"
#   remedy: "Renew the CA's certificate and rebuild the bundle before {issuersEnd:date}."
package rules.cert.issuer_expires_first

import data.logic
import data.value

checks contains {
	"subject": c.subject,
	"violated": logic.all([
		value.is(c.role, "leaf"),
		value.before(c.path.issuersEnd, c.notAfter),
		value.at_least(c.path.issuersEnd, input.evaluatedAt),
	]),
	"params": {"place": c.place, "issuersEnd": c.path.issuersEnd, "end": c.notAfter},
} if {
	some c in input.certificates
}
