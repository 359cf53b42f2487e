# METADATA
# title: A malformed certificate
# description: |
#   Readers tolerate different departures from the form, so such a certificate works on one release and fails on the next,
#   or in the browser of whoever opens a UI.
# related_resources:
#   - description: RFC 5280, Internet X.509 public key infrastructure
#     ref: https://www.rfc-editor.org/rfc/rfc5280
# custom:
#   rowKind: certificates
#   severity: warning
#   message: "{place} breaks the form of X.509: {malformed}"
#   remedy: "Have it issued again by a current CA software."
#   variants:
#     forbidden:
#       severity: error
#       message: "{place} is refused by strict readers: {forbidden}"
#       remedy: "Have it issued again by a current CA software."
package rules.cert.malformed

import data.value

checks contains {
	"id": c.subject,
	"applies": value.one_of(c.role, ["leaf", "issuer"]),
	"violated": value.present(c.malformed),
} if {
	some c in input.certificates
}

checks contains {
	"id": c.subject,
	"variant": "forbidden",
	"applies": value.one_of(c.role, ["leaf", "issuer", "anchor"]),
	"violated": value.present(c.forbidden),
} if {
	some c in input.certificates
}
