# METADATA
# title: A CA certificate expires before the certificate it issued
# description: |
#   A path is valid only as long as every certificate in it. A reminder set to the end of the leaf comes too late.
# related_resources:
#   - description: RFC 5280, section 4.1.2.5, validity
#     ref: https://www.rfc-editor.org/rfc/rfc5280#section-4.1.2.5
# custom:
#   rowKind: certificates
#   severity: warning
#   evidence: practice
#   read: "2026-11-28"
#   message: "a CA above {place} expires on {path.issuersEnd:date}, before the certificate itself on {notAfter:date}"
#   remedy: "Renew the CA's certificate and rebuild the bundle before {path.issuersEnd:date}."
package rules.cert.issuer_expires_first

import data.logic
import data.sets
import data.value

checks contains {
	"id": c.id,
	"applies": value.is(c.role, sets.certificate_role.leaf),
	"violated": logic.all([value.earlier_by(c.path.issuersEnd, c.notAfter, _day), value.at_least(c.path.issuersEnd, input.evaluatedAt)]),
} if {
	some c in input.certificates
}

# ends are compared by days: CAs often cut the end of a certificate a second before their own
_day := 86400000
