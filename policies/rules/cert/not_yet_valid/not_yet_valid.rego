# METADATA
# title: The certificate is not valid yet
# description: |
#   Peers reject a certificate before its start date. Common causes are a CA whose clock runs ahead and a validity period
#   that was planned for later.
# related_resources:
#   - https://www.rfc-editor.org/rfc/rfc5280#section-4.1.2.5
# custom:
#   severity: error
#   evidence: fails
#   read: "2026-11-28"
#   message: "{place} is not valid until {notBefore:date}"
#   remedy: "Wait until that day, or have the certificate issued with an earlier start."
#   superseded_by: [cert.negative_validity]
package rules.cert.not_yet_valid

import data.sets
import data.value

checks contains {
	"id": c.id,
	"applies": value.one_of(c.role, [sets.certificate_role.leaf, sets.certificate_role.issuer, sets.certificate_role.anchor]),
	"violated": value.more_than(c.notBefore, input.evaluatedAt),
} if some c in input.certificates
