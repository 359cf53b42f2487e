# METADATA
# title: A CA certificate in the path has expired
# description: |
#   Peers reject a path with an expired intermediate CA. Java accepts an expired trust anchor, but OpenSSL and Go do not,
#   so clients outside the cluster fail first.
# related_resources:
#   - https://www.rfc-editor.org/rfc/rfc5280#section-4.1.2.5
#   - https://www.rfc-editor.org/rfc/rfc5280#section-6.1
# custom:
#   severity: error
#   evidence: fails
#   read: "2026-11-28"
#   message: "{place}, a CA in the path, expired on {notAfter:date}"
#   remedy: "Replace it with the CA's renewed certificate. If the CA's key changed, have the nodes' certificate issued again."
#   superseded_by: [cert.negative_validity]
package rules.cert.issuer_expired

import data.sets
import data.value

checks contains {
	"id": c.id,
	"applies": value.one_of(c.role, [sets.certificate_role.issuer, sets.certificate_role.anchor]),
	"violated": value.less_than(c.notAfter, input.evaluatedAt),
} if some c in input.certificates
