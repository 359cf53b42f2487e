# METADATA
# title: The common name is not a wildcard
# description: |
#   The EMR guide asks to turn off host name verification when the common name is not a wildcard. Hadoop and Java
#   check the DNS names of the subject alternative name first, so the certificate works without it.
# related_resources:
#   - description: Amazon EMR Management Guide, providing certificates for encrypting data in transit
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-encryption-enable.html
# custom:
#   severity: info
#   evidence: recommended
#   read: "2026-11-23"
#   message: "{place} has a wildcard DNS name, but its common name is {names.commonName}"
#   remedy: "Use the wildcard as the common name as well when you renew the certificate."
package rules.cert.common_name_without_wildcard

import data.logic
import data.sets
import data.value

checks contains {
	"id": c.id,
	"applies": value.is(c.role, sets.certificate_role.leaf),
	"violated": logic.all([value.is(c.names.inSan, true), value.is(c.names.wildcard, true), value.is(c.names.commonNameIsWildcard, false)]),
} if some c in input.certificates
