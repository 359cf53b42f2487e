# METADATA
# title: The certificate has an unknown critical extension
# description: |
#   An implementation that does not understand a critical extension must reject the certificate. Java, OpenSSL and Go
#   do. Java uses only the name and the key of a trust anchor and ignores its extensions; OpenSSL and Go do not.
# related_resources:
#   - description: RFC 5280, section 4.2, certificate extensions
#     ref: https://www.rfc-editor.org/rfc/rfc5280#section-4.2
# custom:
#   severity: error
#   evidence: fails
#   read: "2026-11-28"
#   message: "{place} has the critical extension {unknownCritical}, which Java, OpenSSL and Go do not understand"
#   remedy: "Have the certificate issued without the extension, or with the extension marked as not critical."
#   variants:
#     anchor:
#       severity: warning
#       message: "{place} has the critical extension {unknownCritical}; Java accepts it on a trusted root, OpenSSL and Go refuse it"
#       remedy: "Trust a root without the extension, or with the extension marked as not critical."
package rules.cert.unknown_critical_extension

import data.sets
import data.value

checks contains {
	"id": c.id,
	"applies": value.one_of(c.role, [sets.certificate_role.leaf, sets.certificate_role.issuer]),
	"violated": value.present(c.unknownCritical),
} if some c in input.certificates

checks contains {
	"id": c.id,
	"variant": "anchor",
	"applies": value.is(c.role, sets.certificate_role.anchor),
	"violated": value.present(c.unknownCritical),
} if some c in input.certificates
