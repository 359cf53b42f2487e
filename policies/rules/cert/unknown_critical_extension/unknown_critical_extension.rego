# METADATA
# title: A critical extension that nobody knows
# description: |
#   Critical means: who does not understand this extension must refuse the certificate. Java, OpenSSL and Go do.
# related_resources:
#   - description: RFC 5280, section 4.2, certificate extensions
#     ref: https://www.rfc-editor.org/rfc/rfc5280#section-4.2
# custom:
#   rowKind: certificates
#   severity: error
#   message: "{place} carries the critical extension {unknownCritical}, which no reader of a node understands"
#   remedy: "Have it issued without the extension, or with the extension not critical."
package rules.cert.unknown_critical_extension

import data.value

checks contains {
	"id": c.subject,
	"applies": value.one_of(c.role, ["leaf", "issuer"]),
	"violated": value.present(c.unknownCritical),
} if {
	some c in input.certificates
}
