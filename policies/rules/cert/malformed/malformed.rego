# METADATA
# title: A malformed certificate
# description: |
#   Readers tolerate different departures from the form, so such a certificate works on one release and fails on the next,
#   or in the browser of whoever opens a UI.
# related_resources:
#   - description: RFC 5280, Internet X.509 public key infrastructure
#     ref: https://www.rfc-editor.org/rfc/rfc5280
# custom:
#   subject: certificates
#   severity: warning
#   message: "{place} breaks the form of X.509: {why}"
#   remedy: "Have it issued again by a current CA software."
#   variants:
#     forbidden:
#       severity: error
#       message: "{place} is refused by strict readers: {why}"
#       remedy: "Have it issued again by a current CA software."
package rules.cert.malformed

import data.logic
import data.value

checks contains {
	"subject": c.subject,
	"violated": logic.all([value.one_of(c.role, ["leaf", "issuer"]), value.present(c.malformed)]),
	"params": {"place": c.place, "why": c.malformed},
} if {
	some c in input.certificates
}

checks contains {
	"subject": c.subject,
	"variant": "forbidden",
	"violated": logic.all([value.one_of(c.role, ["leaf", "issuer", "anchor"]), value.present(c.forbidden)]),
	"params": {"place": c.place, "why": c.forbidden},
} if {
	some c in input.certificates
}
