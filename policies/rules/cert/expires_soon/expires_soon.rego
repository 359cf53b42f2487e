# METADATA
# title: The certificate ends soon
# description: |
#   Nodes download the bundle when they start, and keep it. A certificate that ends within the life of a cluster stops it,
#   so it has to be replaced before, and clusters restarted.
# related_resources:
#   - description: RFC 5280, section 4.1.2.5, validity
#     ref: https://www.rfc-editor.org/rfc/rfc5280#section-4.1.2.5
# custom:
#   rowKind: certificates
#   severity: warning
#   message: "{place} ends on {notAfter:date}, within {thresholds.expiresSoonDays} days"
#   remedy: "Renew the certificate now, rebuild the bundle, and start new clusters with it."
package rules.cert.expires_soon

import data.logic
import data.value

checks contains {
	"id": c.subject,
	"applies": value.is(c.role, "leaf"),
	"violated": logic.all([value.less_than(c.notAfter, input.evaluatedAt + (input.thresholds.expiresSoonDays * 86400000)), value.at_least(c.notAfter, input.evaluatedAt)]),
} if {
	some c in input.certificates
}
