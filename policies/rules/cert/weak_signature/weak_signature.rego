# METADATA
# title: The certificate is signed with a broken hash
# description: |
#   Collisions let an attacker obtain a certificate that the CA never saw. Java rejects MD5 in every path, and SHA-1
#   below public roots; below a private root it accepts SHA-1. The self-signature of a trust anchor is never checked.
# related_resources:
#   - description: NIST SP 800-131A Rev. 2, SHA-1 for signatures is disallowed
#     ref: https://doi.org/10.6028/NIST.SP.800-131Ar2
#   - https://github.com/cabforum/servercert/blob/main/docs/BR.md
# custom:
#   severity: error
#   evidence: fails
#   read: "2026-11-28"
#   message: "{place} is signed with {signature.hash}; SHA-256 or stronger is required"
#   remedy: "Configure the CA to sign with SHA-256, and have the certificate issued again."
package rules.cert.weak_signature

import data.sets
import data.value

checks contains {
	"id": c.id,
	"applies": value.one_of(c.role, [sets.certificate_role.leaf, sets.certificate_role.issuer]),
	"violated": value.one_of(c.signature.hash, ["MD2", "MD4", "MD5", "SHA-1"]),
} if some c in input.certificates
