# METADATA
# title: The wildcard is too broad to match any node
# description: |
#   An asterisk matches one label, so *.compute.internal matches no node in any Region, and * matches nothing. An
#   implementation that is more generous would accept the certificate in every VPC. Beside a name that covers the nodes,
#   such a wildcard does no good; Java, OpenSSL and Go use the other name.
# related_resources:
#   - https://www.rfc-editor.org/rfc/rfc9525#section-6.3
# custom:
#   severity: error
#   evidence: fails
#   read: "2026-11-28"
#   message: "{place} covers {names.broad}, which matches no node"
#   remedy: "Have the certificate issued for the VPC's domain, such as *.us-west-2.compute.internal."
#   variants:
#     beside:
#       severity: warning
#       message: "{place} covers {names.broad} beside other names; it matches no node"
#       remedy: "Have the certificate issued without {names.broad}."
package rules.cert.wildcard_too_broad

import data.logic
import data.sets
import data.value

checks contains {
	"id": c.id,
	"applies": value.is(c.role, sets.certificate_role.leaf),
	"violated": logic.all([value.present(c.names.broad), value.is(c.names.onlyBroad, true)]),
} if some c in input.certificates

checks contains {
	"id": c.id,
	"variant": "beside",
	"applies": value.is(c.role, sets.certificate_role.leaf),
	"violated": logic.all([value.present(c.names.broad), value.is(c.names.onlyBroad, false)]),
} if some c in input.certificates
