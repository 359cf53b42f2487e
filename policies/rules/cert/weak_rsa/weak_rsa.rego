# METADATA
# title: The RSA key is too short
# description: |
#   A short modulus can be factored offline from a recorded handshake, and the short key of a CA lets anyone issue
#   certificates that the nodes trust. Java accepts 1024 bits without a warning. The limit applies to the leaf, to every
#   CA in its path, and to keys that a plan creates.
# related_resources:
#   - description: NIST SP 800-131A Rev. 2, RSA below 2048 bits is disallowed
#     ref: https://doi.org/10.6028/NIST.SP.800-131Ar2
#   - https://github.com/cabforum/servercert/blob/main/docs/BR.md
# custom:
#   severity: error
#   evidence: documented
#   read: "2026-11-28"
#   message: "{place} has a {key.bits}-bit RSA key; at least {thresholds.rsaBits} bits are required"
#   remedy: "Create a key of at least {thresholds.rsaBits} bits, have it certified, and rebuild the bundle."
#   variants:
#     unused:
#       severity: warning
#       message: "trustedCertificates.pem contains {count} unused certificates with RSA keys below {thresholds.rsaBits} bits"
#       remedy: "Remove the certificates that the path does not need from trustedCertificates.pem; the nodes trust any certificate signed with one of their keys."
package rules.cert.weak_rsa

import data.logic
import data.sets
import data.value

checks contains {
	"id": c.id,
	"applies": value.one_of(c.role, [sets.certificate_role.leaf, sets.certificate_role.issuer, sets.certificate_role.anchor]),
	"violated": logic.all([_rsa(c.key.type), value.less_than(c.key.bits, input.thresholds.rsaBits)]),
} if some c in input.certificates

checks contains {
	"id": c.id,
	"variant": "unused",
	"violated": logic.any([_weak(anchor.keyType, anchor.keyBits) | some anchor in c.path.unusedAnchors]),
	"params": {"count": count([1 | some anchor in c.path.unusedAnchors; _weak(anchor.keyType, anchor.keyBits) == true])},
} if some c in input.certificates

_rsa(type) := value.one_of(type, [sets.public_key_type.rsa, sets.public_key_type.rsa_pss])

_weak(key_type, size) := logic.all([_rsa(key_type), value.less_than(size, input.thresholds.rsaBits)])
