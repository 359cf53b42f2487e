# METADATA
# title: Presto or Trino has no public DNS name in the certificate
# description: |
#   With encryption in transit, Presto and Trino turn off HTTP, and clients outside the VPC connect by public DNS
#   names. If the certificate has only private names, these clients fail or skip verification.
# related_resources:
#   - description: Amazon EMR Release Guide, using SSL/TLS with Presto
#     ref: https://docs.aws.amazon.com/emr/latest/ReleaseGuide/presto-ssl.html
# custom:
#   rowKind: certificates
#   severity: warning
#   evidence: documented
#   read: "2026-11-28"
#   message: "{place} covers only private names, but Presto or Trino serves clients outside the VPC"
#   remedy: "Add the public name of the coordinator as a DNS name."
package rules.cert.public_name_missing

import data.logic
import data.sets
import data.value

checks contains {
	"id": c.id,
	"applies": value.is(c.role, sets.certificate_role.leaf),
	"violated": logic.all([value.is(c.names.servesPublic, true), value.is(c.names.publicName, false)]),
} if {
	some c in input.certificates
}
