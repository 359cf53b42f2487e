# METADATA
# title: A certificate is not valid yet
# description: |
#   Before its start no peer accepts a certificate. Clocks that run ahead at the CA, and validities planned for later,
#   both end in handshakes that fail today.
# related_resources:
#   - description: RFC 5280, section 4.1.2.5, validity
#     ref: https://www.rfc-editor.org/rfc/rfc5280#section-4.1.2.5
# custom:
#   rowKind: certificates
#   severity: error
#   message: "{place} is valid from {notBefore:date} on, not yet"
#   remedy: "Wait for its start, or have it issued to start now."
#   superseded_by: [cert.negative_validity]
package rules.cert.not_yet_valid

import data.value

checks contains {
	"id": c.subject,
	"applies": value.one_of(c.role, ["leaf", "issuer", "anchor"]),
	"violated": value.more_than(c.notBefore, input.evaluatedAt),
} if {
	some c in input.certificates
}
