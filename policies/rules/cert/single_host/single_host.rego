# METADATA
# title: Names cover single hosts, not the domain
# description: |
#   EMR gives one bundle to all nodes, and nodes come and go with addresses nobody chose. A certificate for one host fits
#   one node, and no node that is added later.
# related_resources:
#   - description: Amazon EMR Management Guide, providing certificates for encrypting data in transit
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-encryption-enable.html
# custom:
#   rowKind: certificateDomains
#   severity: warning
#   message: "{place} is good for {names}, single hosts of {domain}, need *.{domain}"
#   remedy: "Have it issued for *.{domain}, as DNS name and as common name."
#   superseded_by: [cert.wrong_region, cert.wrong_domain]
package rules.cert.single_host

import data.value

checks contains {
	"id": d.subject,
	"violated": value.is(d.coverage, "hosts"),
} if {
	some d in input.certificateDomains
}
