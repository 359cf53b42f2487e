# METADATA
# title: A critical extension that nobody knows
# description: |
#   Critical means: who does not understand this extension must refuse the certificate. Java, OpenSSL and Go do.
# related_resources:
#   - description: RFC 5280, section 4.2, certificate extensions
#     ref: https://www.rfc-editor.org/rfc/rfc5280#section-4.2
# custom:
#   subject: certificates
#   severity: error
#   message: "{place} carries the critical extension {extensions}, which no reader of a node understands"
#   remedy: "Have it issued without the extension, or with the extension not critical."
package rules.cert.unknown_critical_extension

import data.logic
import data.value

checks contains {
	"subject": c.subject,
	"violated": logic.all([value.one_of(c.role, ["leaf", "issuer"]), value.present(c.unknownCritical)]),
	"params": {"place": c.place, "extensions": c.unknownCritical},
} if {
	some c in input.certificates
}
