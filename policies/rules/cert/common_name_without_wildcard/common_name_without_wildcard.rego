# METADATA
# title: The common name is not the wildcard
# description: |
#   EMR's guide speaks of the common name: without a wildcard in it, it says, host name verification must be switched off.
#   Hadoop and Java go by the DNS names first, so the certificate works; a reader of the guide will ask.
# related_resources:
#   - description: Amazon EMR Management Guide, providing certificates for encrypting data in transit
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-encryption-enable.html
# custom:
#   rowKind: certificates
#   severity: info
#   message: "{place} has the wildcard as DNS name, its common name is {names.commonName}"
#   remedy: "Put the wildcard into the common name too with the next renewal."
package rules.cert.common_name_without_wildcard

import data.logic
import data.value

checks contains {
	"id": c.subject,
	"applies": value.is(c.role, "leaf"),
	"violated": logic.all([value.is(c.names.inSan, true), value.is(c.names.wildcard, true), value.is(c.names.commonNameIsWildcard, false)]),
} if {
	some c in input.certificates
}
