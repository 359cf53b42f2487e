# METADATA
# title: A certificate ends before it starts
# description: |
#   Start and end are the wrong way round, so the certificate is valid at no time. A negative number of days at openssl
#   does this without a word.
# related_resources:
#   - description: RFC 5280, section 4.1.2.5, validity
#     ref: https://www.rfc-editor.org/rfc/rfc5280#section-4.1.2.5
# custom:
#   rowKind: certificates
#   severity: error
#   message: "{place} ends on {notAfter:date}, before it starts on {notBefore:date}"
#   remedy: "Have it issued again with a positive number of days."
package rules.cert.negative_validity

import data.value

checks contains {
	"id": c.subject,
	"applies": value.one_of(c.role, ["leaf", "issuer", "anchor"]),
	"violated": value.before(c.notAfter, c.notBefore),
} if {
	some c in input.certificates
}
