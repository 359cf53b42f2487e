# METADATA
# title: The managed CA has an unsuitable validity period
# description: |
#   When the CA that EMR manages expires, the security configuration has to be replaced. A few days leave no time for
#   that, and the default of 20 years postpones every renewal.
# related_resources:
#   - https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-create-security-configuration.html
# custom:
#   severity: info
#   evidence: documented
#   read: "2026-11-23"
#   message: "ValidityInDays is {tls.validityDays}; at least {minimum} is required"
#   remedy: "Set ValidityInDays to the period after which you want to renew the configuration, at least {minimum} days."
#   variants:
#     default:
#       message: "ValidityInDays is missing, so the managed CA is valid for 20 years"
#       remedy: "Set ValidityInDays to the period after which you want to renew the configuration."
#   superseded_by: [config.unknown_property]
package rules.config.managed_ca_validity

import data.at
import data.sets
import data.value

checks contains {
	"id": c.id,
	"applies": value.is(c.tls.provider, sets.certificate_provider_type.emr),
	"violated": value.less_than(c.tls.validityDays, _minimum),
	"path": array.concat(at.tls, ["ValidityInDays"]),
	"params": {"minimum": _minimum},
} if some c in input.configurations

checks contains {
	"id": c.id,
	"variant": "default",
	"applies": value.is(c.tls.provider, sets.certificate_provider_type.emr),
	"violated": value.absent(c.tls.validityDays),
	"path": at.tls,
} if some c in input.configurations

_minimum := 30
