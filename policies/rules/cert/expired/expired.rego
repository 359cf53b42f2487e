# METADATA
# title: The certificate is expired
# description: |
#   After its end no peer accepts the certificate, and handshakes between nodes fail. Java alone lets an expired
#   certificate pass that is itself a trust anchor, so a test on a node may say nothing.
# related_resources:
#   - description: RFC 5280, section 4.1.2.5, validity
#     ref: https://www.rfc-editor.org/rfc/rfc5280#section-4.1.2.5
# custom:
#   subject: certificates
#   severity: error
#   message: "{place} expired on {end:date}"
#   remedy: "Renew the certificate, rebuild the bundle, and start new clusters with it; running nodes keep what they downloaded."
#   unless: [cert.negative_validity]
package rules.cert.expired

import data.logic
import data.value

checks contains {
	"subject": c.subject,
	"violated": logic.all([value.is(c.role, "leaf"), value.less_than(c.notAfter, input.evaluatedAt)]),
	"params": {"place": c.place, "end": c.notAfter},
} if {
	some c in input.certificates
}
