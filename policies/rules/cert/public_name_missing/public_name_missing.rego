# METADATA
# title: Presto or Trino without a public name
# description: |
#   With in-transit encryption Presto and Trino switch HTTP off, and people reach them from outside by names of public
#   DNS. A certificate for private names alone makes each of these clients fail or skip the verification.
# related_resources:
#   - description: Amazon EMR Release Guide, using SSL/TLS with Presto
#     ref: https://docs.aws.amazon.com/emr/latest/ReleaseGuide/presto-ssl.html
# custom:
#   rowKind: certificates
#   severity: warning
#   message: "{place} is good for private names alone, and Presto or Trino serve clients outside"
#   remedy: "Add the public name of the coordinator as a DNS name."
package rules.cert.public_name_missing

import data.logic
import data.value

checks contains {
	"id": c.subject,
	"applies": value.is(c.role, "leaf"),
	"violated": logic.all([value.is(c.names.servesPublic, true), value.is(c.names.publicName, false)]),
} if {
	some c in input.certificates
}
