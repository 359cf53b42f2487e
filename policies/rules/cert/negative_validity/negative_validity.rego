# METADATA
# title: A certificate ends before it starts
# description: |
#   The start and the end of the validity period are swapped, so the certificate is never valid. OpenSSL 3 refuses a
#   negative number of days, but openssl ca issues a certificate whose end date is before its start date.
# related_resources:
#   - https://www.rfc-editor.org/rfc/rfc5280#section-4.1.2.5
# custom:
#   severity: error
#   evidence: fails
#   read: "2026-11-28"
#   message: "{place} ends on {notAfter:date}, before it starts on {notBefore:date}"
#   remedy: "Have the certificate issued again with a positive number of days."
package rules.cert.negative_validity

import data.sets
import data.value

checks contains {
	"id": c.id,
	"applies": value.one_of(c.role, [sets.certificate_role.leaf, sets.certificate_role.issuer, sets.certificate_role.anchor]),
	"violated": value.before(c.notAfter, c.notBefore),
} if some c in input.certificates
