# METADATA
# title: Signed with MD5 or SHA-1
# description: |
#   Two certificates with one MD5 or SHA-1 signature can be made, so a CA that signs this way can be made to certify what
#   it never saw. Java refuses these signatures below public roots and takes them below private ones. The signature of a
#   trust anchor on itself is never looked at.
# related_resources:
#   - description: NIST SP 800-131A Rev. 2, SHA-1 for signatures is disallowed
#     ref: https://doi.org/10.6028/NIST.SP.800-131Ar2
#   - description: CA/Browser Forum Baseline Requirements, 6.1.5 and 6.1.6, key sizes and quality
#     ref: https://cabforum.org/working-groups/server/baseline-requirements/documents/
# custom:
#   rowKind: certificates
#   severity: error
#   message: "{place} is signed with {signature.hash}, need SHA-256 or better"
#   remedy: "Have it issued again with SHA-256; set the CA's signing hash."
package rules.cert.weak_signature

import data.value

checks contains {
	"id": c.subject,
	"applies": value.one_of(c.role, ["leaf", "issuer"]),
	"violated": value.one_of(c.signature.hash, ["MD2", "MD4", "MD5", "SHA-1"]),
} if {
	some c in input.certificates
}
