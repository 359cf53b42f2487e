# METADATA
# title: The certificate is valid for long
# description: |
#   The longer a certificate is valid, the longer a stolen key serves, and the less anyone remembers how it was renewed.
#   No limit of the public web applies to a private CA; the number of days is your own policy.
# related_resources:
#   - description: RFC 5280, section 4.1.2.5, validity
#     ref: https://www.rfc-editor.org/rfc/rfc5280#section-4.1.2.5
# custom:
#   rowKind: certificates
#   severity: info
#   message: "{place} is valid for {validDays} days, the limit set is {thresholds.longValidityDays}"
#   remedy: "Issue it for a shorter time, and rehearse the renewal."
package rules.cert.long_validity

import data.value

checks contains {
	"id": c.subject,
	"applies": value.is(c.role, "leaf"),
	"violated": value.more_than(c.validDays, input.thresholds.longValidityDays),
} if {
	some c in input.certificates
}
