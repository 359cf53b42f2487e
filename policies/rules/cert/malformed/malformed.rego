# METADATA
# title: The certificate is malformed
# description: |
#   Implementations tolerate different deviations from X.509, so a malformed certificate can work on one release and fail
#   on the next, or in a browser that opens a user interface.
# related_resources:
#   - https://www.rfc-editor.org/rfc/rfc5280
# custom:
#   severity: warning
#   evidence: fails
#   read: "2026-11-28"
#   message: "{place} does not conform to X.509: {malformed}"
#   remedy: "Have the certificate issued again with current CA software."
#   variants:
#     forbidden:
#       severity: error
#       message: "strict implementations refuse {place}: {forbidden}"
package rules.cert.malformed

import data.sets
import data.value

checks contains {
	"id": c.id,
	"applies": value.one_of(c.role, [sets.certificate_role.leaf, sets.certificate_role.issuer]),
	"violated": value.present(c.malformed),
} if some c in input.certificates

checks contains {
	"id": c.id,
	"variant": "forbidden",
	"applies": value.one_of(c.role, [sets.certificate_role.leaf, sets.certificate_role.issuer, sets.certificate_role.anchor]),
	"violated": value.present(c.forbidden),
} if some c in input.certificates
