# METADATA
# title: The RSA modulus can be factored
# description: |
#   Some generators made primes that lie next to each other, that repeat in other keys, that follow a known form (ROCA),
#   or that are small. The modulus has its full length, and anyone who has the certificate computes the private key.
# related_resources:
#   - description: CA/Browser Forum Baseline Requirements, 6.1.5 and 6.1.6, key sizes and quality
#     ref: https://cabforum.org/working-groups/server/baseline-requirements/documents/
#   - description: CVE-2017-15361, RSA keys of the Infineon library
#     ref: https://nvd.nist.gov/vuln/detail/CVE-2017-15361
# custom:
#   rowKind: certificates
#   severity: error
#   message: "{place} holds an RSA modulus that anyone can factor: {key.weakness}"
#   remedy: "Make a new key with a current library, have it certified, and rebuild the bundle; treat the old one as published."
package rules.cert.weak_modulus

import data.value

checks contains {
	"id": c.subject,
	"applies": value.one_of(c.role, ["leaf", "issuer", "anchor"]),
	"violated": value.present(c.key.weakness),
} if {
	some c in input.certificates
}
