# METADATA
# title: A certificate is not valid yet
# description: |
#   Before its start no peer accepts a certificate. Clocks that run ahead at the CA, and validities planned for later,
#   both end in handshakes that fail today.
# related_resources:
#   - description: RFC 5280, section 4.1.2.5, validity
#     ref: https://www.rfc-editor.org/rfc/rfc5280#section-4.1.2.5
# custom:
#   subject: certificates
#   severity: error
#   message: "{place} is valid from {start:date} on, not yet"
#   remedy: "Wait for its start, or have it issued to start now."
#   unless: [cert.negative_validity]
package rules.cert.not_yet_valid

import data.logic
import data.value

checks contains {
	"subject": c.subject,
	"violated": logic.all([
		value.one_of(c.role, ["leaf", "issuer", "anchor"]),
		value.more_than(c.notBefore, input.evaluatedAt),
	]),
	"params": {"place": c.place, "start": c.notBefore},
} if {
	some c in input.certificates
}
