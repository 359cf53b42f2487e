# METADATA
# title: The certificate has a long validity period
# description: |
#   The longer a certificate is valid, the longer a stolen key can be used and the less often its renewal is exercised.
#   Apple's platforms reject TLS server certificates that were issued after 2019-07-01 and are valid for more than 825
#   days, including those of private CAs. The limit is set in the settings.
# related_resources:
#   - https://www.rfc-editor.org/rfc/rfc5280#section-4.1.2.5
#   - description: Apple, requirements for trusted certificates in iOS 13 and macOS 10.15 (825 days)
#     ref: https://support.apple.com/en-us/103769
# custom:
#   severity: info
#   evidence: documented
#   read: "2026-11-28"
#   message: "{place} is valid for {validDays} days; the limit is {thresholds.longValidityDays}"
#   remedy: "Issue the certificate for a shorter period and automate its renewal."
package rules.cert.long_validity

import data.sets
import data.value

checks contains {
	"id": c.id,
	"applies": value.is(c.role, sets.certificate_role.leaf),
	"violated": value.more_than(c.validDays, input.thresholds.longValidityDays),
} if some c in input.certificates
