# METADATA
# title: The certificate expires soon
# description: |
#   Nodes download the bundle once, when they start. A certificate that expires during the life of a cluster breaks its
#   TLS connections, so renew it and replace the clusters before that day.
# related_resources:
#   - https://www.rfc-editor.org/rfc/rfc5280#section-4.1.2.5
# custom:
#   severity: warning
#   evidence: practice
#   read: "2026-11-28"
#   message: "{place} expires on {notAfter:date}, within {thresholds.expiresSoonDays} days"
#   remedy: "Renew the certificate, rebuild the bundle, and start new clusters with it before {notAfter:date}."
package rules.cert.expires_soon

import data.logic
import data.sets
import data.value

checks contains {
	"id": c.id,
	"applies": value.is(c.role, sets.certificate_role.leaf),
	"violated": logic.all([value.less_than(c.notAfter, input.evaluatedAt + (input.thresholds.expiresSoonDays * 86400000)), value.at_least(c.notAfter, input.evaluatedAt)]),
} if some c in input.certificates
