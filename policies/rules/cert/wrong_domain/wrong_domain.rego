# METADATA
# title: The certificate does not cover the VPC's domain
# description: |
#   Each node compares the host name of its peer with the certificate. If the certificate names another domain, every
#   handshake with host name verification fails, and turning verification off defeats the purpose of TLS.
# related_resources:
#   - description: Amazon EMR Management Guide, providing certificates for encrypting data in transit
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-encryption-enable.html
#   - https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-instance-naming.html
# custom:
#   severity: error
#   evidence: fails
#   read: "2026-11-28"
#   message: "{place} covers {names}, but the nodes are in {domain}"
#   remedy: "Have the certificate issued with *.{domain} as DNS name and common name."
#   variants:
#     unlikely:
#       severity: warning
#       message: "{place} covers {names}, but the nodes are probably in {domain}"
#       remedy: "Have the certificate issued for the nodes' domain; if that is not {domain}, set it with --vpc-domain."
#   superseded_by: [cert.wrong_region]
package rules.cert.wrong_domain

import data.logic
import data.sets
import data.value

checks contains {
	"id": d.id,
	"violated": logic.all([
		value.is(d.coverage, sets.domain_coverage.none),
		value.is(d.tooBroad, false),
		logic.none([_custom(d.certainty, d.domain), _unlike(d.certainty, d.looksLikeNode)]),
	]),
} if some d in input.certificateDomains

checks contains {
	"id": d.id,
	"variant": "unlikely",
	"violated": logic.all([_unlike(d.certainty, d.looksLikeNode), value.is(d.tooBroad, false)]),
} if some d in input.certificateDomains

# a domain of one's own from DHCP options is cert.custom_domain_missing's
_custom(certainty, domain) := logic.all([
	value.is(certainty, sets.domain_certainty.seen),
	logic.none([value.is(domain, "ec2.internal"), value.ends_with(domain, ".compute.internal")]),
])

_unlike(certainty, looks_like_node) := logic.all([value.is(certainty, sets.domain_certainty.guessed), value.is(looks_like_node, false)])
