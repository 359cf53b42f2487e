# METADATA
# title: The certificate does not cover the VPC's custom domain
# description: |
#   DHCP options give the nodes host names in a custom domain. A certificate for the default domain of the Region does
#   not match any of these names.
# related_resources:
#   - description: Amazon EMR Management Guide, providing certificates for encrypting data in transit
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-encryption-enable.html
#   - description: Amazon EMR Management Guide, subnets, VPCs and DHCP options
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-troubleshoot-error-vpc.html
# custom:
#   severity: error
#   evidence: fails
#   read: "2026-11-28"
#   message: "the DHCP options set the nodes' domain to {domain}, but {place} covers {names}"
#   remedy: "Have the certificate issued with *.{domain} as DNS name and common name."
package rules.cert.custom_domain_missing

import data.logic
import data.sets
import data.value

checks contains {
	"id": d.id,
	"violated": logic.all([
		value.is(d.coverage, sets.domain_coverage.none),
		value.is(d.certainty, sets.domain_certainty.seen),
		logic.none([value.is(d.domain, "ec2.internal"), value.ends_with(d.domain, ".compute.internal")]),
		value.is(d.tooBroad, false),
	]),
} if some d in input.certificateDomains
