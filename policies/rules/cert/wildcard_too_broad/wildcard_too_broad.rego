# METADATA
# title: A wildcard over more than a VPC
# description: |
#   An asterisk stands for one label, so *.compute.internal covers no node of a Region, and * nothing at all; what reads
#   them more generously makes this certificate good for every VPC there is.
# related_resources:
#   - description: RFC 9525, section 6.3, matching the DNS domain name portion
#     ref: https://www.rfc-editor.org/rfc/rfc9525#section-6.3
# custom:
#   rowKind: certificates
#   severity: error
#   message: "{place} is good for {names.broad}, which covers no node and is meant for all"
#   remedy: "Have it issued for the domain of the VPC: *.us-west-2.compute.internal."
package rules.cert.wildcard_too_broad

import data.value

checks contains {
	"id": c.subject,
	"applies": value.is(c.role, "leaf"),
	"violated": value.present(c.names.broad),
} if {
	some c in input.certificates
}
