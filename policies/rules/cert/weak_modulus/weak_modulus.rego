# METADATA
# title: The RSA modulus can be factored
# description: |
#   Some generators produced primes that are close together, shared with other keys, of a known form (ROCA), or small.
#   The modulus has its full length, but anyone who has the certificate can compute the private key.
# related_resources:
#   - https://github.com/cabforum/servercert/blob/main/docs/BR.md
#   - description: CVE-2017-15361, RSA keys of the Infineon library
#     ref: https://nvd.nist.gov/vuln/detail/CVE-2017-15361
# custom:
#   severity: error
#   evidence: fails
#   read: "2026-11-28"
#   message: "{place} has an RSA modulus that can be factored: {key.weakness}"
#   remedy: "Create a new key with a current library, have it certified, and rebuild the bundle. Treat the old key as published."
package rules.cert.weak_modulus

import data.sets
import data.value

checks contains {
	"id": c.id,
	"applies": value.one_of(c.role, [sets.certificate_role.leaf, sets.certificate_role.issuer, sets.certificate_role.anchor]),
	"violated": value.present(c.key.weakness),
} if some c in input.certificates
