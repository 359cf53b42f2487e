# METADATA
# title: The CA that EMR manages lives very short, or for the default of 20 years
# description: |
#   When the CA expires, the security configuration has to be deleted and made again. A few days leave no time for
#   that; 20 years is what nobody decided on.
# related_resources:
#   - description: Amazon EMR Management Guide, create a security configuration
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-create-security-configuration.html
# custom:
#   subject: configurations
#   severity: info
#   message: "ValidityInDays is {days}, need at least {minimum}"
#   remedy: "Set ValidityInDays to the time after which you want to renew the configuration, {minimum} days or more."
#   variants:
#     default:
#       severity: info
#       message: "ValidityInDays is left out, so the managed CA is valid for 20 years"
#       remedy: "Set ValidityInDays to the time after which you want to renew the configuration."
#   unless: [config.unknown_property]
package rules.config.managed_ca_validity

import data.at
import data.logic
import data.value

checks contains {
	"subject": c.subject,
	"violated": logic.all([value.is(c.tls.provider, "EMR"), value.less_than(c.tls.validityDays, _minimum)]),
	"path": array.concat(at.tls, ["ValidityInDays"]),
	"params": {"days": c.tls.validityDays, "minimum": _minimum},
} if {
	some c in input.configurations
}

checks contains {
	"subject": c.subject,
	"variant": "default",
	"violated": logic.all([value.is(c.tls.provider, "EMR"), value.absent(c.tls.validityDays)]),
	"path": at.tls,
	"params": {},
} if {
	some c in input.configurations
}

_minimum := 30
