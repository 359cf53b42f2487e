# METADATA
# title: Presto or Trino has no public DNS name in the certificate
# description: |
#   With encryption in transit, EMR turns off HTTP in Presto and Trino, and AWS documents that the certificate must work for
#   public and private DNS names. Clients that connect by a public name reject a certificate with private names only, or
#   skip verification. A cluster that only clients in the VPC use does not need the public name.
# related_resources:
#   - description: Amazon EMR Release Guide, using SSL/TLS with Presto
#     ref: https://docs.aws.amazon.com/emr/latest/ReleaseGuide/presto-ssl.html
# custom:
#   severity: warning
#   evidence: documented
#   read: "2026-11-28"
#   message: "{place} covers only private names; AWS documents that Presto and Trino need a certificate for public and private DNS names"
#   remedy: "Add the public name of the coordinator as a DNS name, or waive the finding if only clients in the VPC connect."
package rules.cert.public_name_missing

import data.logic
import data.sets
import data.value

checks contains {
	"id": c.id,
	"applies": value.is(c.role, sets.certificate_role.leaf),
	"violated": logic.all([value.is(c.names.servesPublic, true), value.is(c.names.publicName, false)]),
} if some c in input.certificates
