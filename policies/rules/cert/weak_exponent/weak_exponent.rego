# METADATA
# title: RSA public exponent below 65537
# description: |
#   Small public exponents have turned mistakes in padding into forgeries and into readable messages again and again. An
#   exponent of 1 or an even one is no RSA at all: Java refuses the first, and nothing can be signed with the second.
# related_resources:
#   - description: CA/Browser Forum Baseline Requirements, 6.1.5 and 6.1.6, key sizes and quality
#     ref: https://cabforum.org/working-groups/server/baseline-requirements/documents/
# custom:
#   rowKind: certificates
#   severity: warning
#   message: "{place} has the RSA public exponent {key.exponent}, need 65537 or more"
#   remedy: "Make a new key with the exponent 65537, which every tool does by default."
#   variants:
#     broken:
#       severity: error
#       message: "{place} has the RSA public exponent {key.exponent}, with which nothing is signed, need 65537"
#       remedy: "Make a new key with the exponent 65537, which every tool does by default."
package rules.cert.weak_exponent

import data.logic
import data.value

checks contains {
	"id": c.subject,
	"applies": value.one_of(c.role, ["leaf", "issuer", "anchor"]),
	"violated": logic.all([value.more_than(c.key.exponent, 1), value.less_than(c.key.exponent, 65537), value.is(c.key.exponentIsEven, false)]),
} if {
	some c in input.certificates
}

checks contains {
	"id": c.subject,
	"variant": "broken",
	"applies": value.one_of(c.role, ["leaf", "issuer", "anchor"]),
	"violated": logic.any([value.less_than(c.key.exponent, 2), value.is(c.key.exponentIsEven, true)]),
} if {
	some c in input.certificates
}
