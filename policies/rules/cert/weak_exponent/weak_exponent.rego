# METADATA
# title: The RSA public exponent is below 65537
# description: |
#   Small public exponents have repeatedly turned padding mistakes into forged signatures. An exponent of 1 or an even
#   exponent is invalid: Java refuses the former, and no signature can be made with the latter.
# related_resources:
#   - https://github.com/cabforum/servercert/blob/main/docs/BR.md
# custom:
#   severity: warning
#   evidence: recommended
#   read: "2026-11-28"
#   message: "{place} has the RSA public exponent {key.exponent}; at least 65537 is required"
#   remedy: "Create a new key with the exponent 65537, the default of every current tool."
#   variants:
#     broken:
#       severity: error
#       message: "{place} has the RSA public exponent {key.exponent}, which cannot produce signatures; 65537 is required"
package rules.cert.weak_exponent

import data.logic
import data.sets
import data.value

checks contains {
	"id": c.id,
	"applies": value.one_of(c.role, [sets.certificate_role.leaf, sets.certificate_role.issuer, sets.certificate_role.anchor]),
	"violated": logic.all([value.more_than(c.key.exponent, 1), value.less_than(c.key.exponent, 65537), value.is(c.key.exponentIsEven, false)]),
} if some c in input.certificates

checks contains {
	"id": c.id,
	"variant": "broken",
	"applies": value.one_of(c.role, [sets.certificate_role.leaf, sets.certificate_role.issuer, sets.certificate_role.anchor]),
	"violated": logic.any([value.less_than(c.key.exponent, 2), value.is(c.key.exponentIsEven, true)]),
} if some c in input.certificates
