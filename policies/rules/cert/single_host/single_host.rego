# METADATA
# title: The certificate covers single hosts instead of the domain
# description: |
#   EMR installs one bundle on all nodes, and the addresses of nodes are not known in advance. A certificate for single
#   hosts does not match nodes that are added later.
# related_resources:
#   - description: Amazon EMR Management Guide, providing certificates for encrypting data in transit
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-encryption-enable.html
# custom:
#   severity: warning
#   evidence: fails
#   read: "2026-11-28"
#   message: "{place} covers only {names}, single hosts of {domain}; *.{domain} is required"
#   remedy: "Have the certificate issued with *.{domain} as DNS name and common name."
#   superseded_by: [cert.wrong_region, cert.wrong_domain]
package rules.cert.single_host

import data.sets
import data.value

checks contains {
	"id": d.id,
	"violated": value.is(d.coverage, sets.domain_coverage.hosts),
} if some d in input.certificateDomains
