# METADATA
# title: The VPC's own domain is not in the certificate
# description: |
#   DHCP options give the nodes names in a domain of your own, and EMR follows them. A certificate for the default domain
#   of the Region then covers no node.
# related_resources:
#   - description: Amazon EMR Management Guide, providing certificates for encrypting data in transit
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-encryption-enable.html
#   - description: Amazon EMR Management Guide, subnets, VPCs and DHCP options
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-troubleshoot-error-vpc.html
# custom:
#   rowKind: certificateDomains
#   severity: error
#   message: "the DHCP options put the nodes into {domain}, {place} is good for {names}"
#   remedy: "Have it issued for *.{domain}, as DNS name and as common name."
package rules.cert.custom_domain_missing

import data.logic
import data.value

checks contains {
	"id": d.subject,
	"violated": logic.all([
		value.is(d.coverage, "none"),
		value.is(d.certainty, "seen"),
		logic.none([value.matches(d.domain, `^(ec2\.internal|[a-z0-9-]+\.compute\.internal)$`)]),
		value.is(d.tooBroad, false),
	]),
} if {
	some d in input.certificateDomains
}
