# METADATA
# title: The wildcard is too broad to match any node
# description: |
#   An asterisk matches one label, so *.compute.internal matches no node in any Region, and * matches nothing. An
#   implementation that is more generous would accept the certificate in every VPC.
# related_resources:
#   - description: RFC 9525, section 6.3, matching the DNS domain name portion
#     ref: https://www.rfc-editor.org/rfc/rfc9525#section-6.3
# custom:
#   rowKind: certificates
#   severity: error
#   evidence: fails
#   read: "2026-11-28"
#   message: "{place} covers {names.broad}, which matches no node"
#   remedy: "Have the certificate issued for the VPC's domain, such as *.us-west-2.compute.internal."
package rules.cert.wildcard_too_broad

import data.sets
import data.value

checks contains {
	"id": c.id,
	"applies": value.is(c.role, sets.certificate_role.leaf),
	"violated": value.present(c.names.broad),
} if {
	some c in input.certificates
}
