# METADATA
# title: The certificate is valid for long
# description: |
#   The longer a certificate is valid, the longer a stolen key serves, and the less anyone remembers how it was renewed.
#   No limit of the public web applies to a private CA; the number of days is your own policy.
# related_resources:
#   - description: RFC 5280, section 4.1.2.5, validity
#     ref: https://www.rfc-editor.org/rfc/rfc5280#section-4.1.2.5
# custom:
#   subject: certificates
#   severity: info
#   message: "{place} is valid for {days} days, the limit set is {limit}"
#   remedy: "Issue it for a shorter time, and rehearse the renewal."
package rules.cert.long_validity

import data.logic
import data.value

checks contains {
	"subject": c.subject,
	"violated": logic.all([
		value.is(c.role, "leaf"),
		value.more_than(c.validDays, input.thresholds.longValidityDays),
	]),
	"params": {"place": c.place, "days": c.validDays, "limit": input.thresholds.longValidityDays},
} if {
	some c in input.certificates
}
