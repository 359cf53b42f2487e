# METADATA
# title: The certificate has a long validity period
# description: |
#   The longer a certificate is valid, the longer a stolen key can be used and the less practised its renewal is. Apple's
#   platforms reject TLS server certificates that are valid for more than 825 days, also those of private CAs. The limit
#   is set in the settings.
# related_resources:
#   - description: RFC 5280, section 4.1.2.5, validity
#     ref: https://www.rfc-editor.org/rfc/rfc5280#section-4.1.2.5
# custom:
#   rowKind: certificates
#   severity: info
#   evidence: practice
#   read: "2026-11-23"
#   message: "{place} is valid for {validDays} days; the limit is {thresholds.longValidityDays}"
#   remedy: "Issue the certificate for a shorter period and automate its renewal."
package rules.cert.long_validity

import data.sets
import data.value

checks contains {
	"id": c.id,
	"applies": value.is(c.role, sets.certificate_role.leaf),
	"violated": value.more_than(c.validDays, input.thresholds.longValidityDays),
} if {
	some c in input.certificates
}
