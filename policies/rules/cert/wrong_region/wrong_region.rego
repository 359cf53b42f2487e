# METADATA
# title: The certificate is for another Region
# description: |
#   AWS documents the Region as part of private host names: ec2.internal in us-east-1, and REGION.compute.internal
#   elsewhere. A bundle copied from another Region matches no node. A tutorial of EMR shows *.us-east-1.compute.internal,
#   and published lists of nodes with addresses outside RFC 1918 do too; other nodes of us-east-1 do not match it.
# related_resources:
#   - https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-instance-naming.html
#   - description: Amazon EMR Management Guide, providing certificates for encrypting data in transit
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-encryption-enable.html
# custom:
#   severity: error
#   evidence: fails
#   read: "2026-11-28"
#   message: "{place} is issued for {otherDomain}, but the nodes are in {domain}"
#   remedy: "Have a certificate issued for *.{domain}; use one certificate for each Region."
#   variants:
#     assumed:
#       severity: warning
#       message: "{place} is issued for {otherDomain}, but the nodes are probably in {domain}, the default of their Region"
#       remedy: "Have a certificate issued for *.{domain}. If the VPC's DHCP options set another domain, give it with --vpc-domain."
package rules.cert.wrong_region

import data.logic
import data.sets
import data.value

checks contains {
	"id": d.id,
	"violated": logic.all([value.present(d.otherDomain), logic.none([_assumed(d.certainty, d.domain, d.otherDomain)])]),
} if some d in input.certificateDomains

checks contains {
	"id": d.id,
	"variant": "assumed",
	"violated": logic.all([value.present(d.otherDomain), _assumed(d.certainty, d.domain, d.otherDomain)]),
} if some d in input.certificateDomains

# both domains have been seen in us-east-1
_assumed(certainty, domain, other) := logic.any([
	value.is(certainty, sets.domain_certainty.guessed),
	logic.all([
		value.is(certainty, sets.domain_certainty.region_known),
		value.is(domain, "ec2.internal"),
		value.is(other, "us-east-1.compute.internal"),
	]),
])
