# METADATA
# title: RSA key below the minimum size
# description: |
#   A short modulus can be factored offline from a recorded handshake, without touching a node, and a CA's short key lets
#   anyone make certificates that the nodes trust. Java takes 1024 bits without a word. The limit holds for the leaf, for
#   every CA of its path, and for keys that a plan makes.
# related_resources:
#   - description: NIST SP 800-131A Rev. 2, RSA below 2048 bits is disallowed
#     ref: https://doi.org/10.6028/NIST.SP.800-131Ar2
#   - description: CA/Browser Forum Baseline Requirements, 6.1.5 and 6.1.6, key sizes and quality
#     ref: https://cabforum.org/working-groups/server/baseline-requirements/documents/
# custom:
#   rowKind: certificates
#   severity: error
#   message: "{place} holds a {key.bits}-bit RSA key, need at least {thresholds.rsaBits}"
#   remedy: "Issue a key of {thresholds.rsaBits} bits or more, have it signed again, and rebuild the bundle."
#   variants:
#     unused:
#       severity: warning
#       message: "trustedCertificates.pem holds {count} unused certificates with RSA keys below {thresholds.rsaBits} bits"
#       remedy: "Remove the anchors that the path does not need from trustedCertificates.pem; whoever breaks one of them is trusted by the nodes."
package rules.cert.weak_rsa

import data.logic
import data.value

checks contains {
	"id": c.subject,
	"applies": value.one_of(c.role, ["leaf", "issuer", "anchor"]),
	"violated": logic.all([_rsa(c.key.type), value.less_than(c.key.bits, input.thresholds.rsaBits)]),
} if {
	some c in input.certificates
}

checks contains {
	"id": c.subject,
	"variant": "unused",
	"violated": logic.any([_weak(anchor.keyType, anchor.keyBits) | some anchor in c.path.unusedAnchors]),
	"params": {"count": count([1 | some anchor in c.path.unusedAnchors; _weak(anchor.keyType, anchor.keyBits) == true])},
} if {
	some c in input.certificates
}

_rsa(key_type) := value.one_of(key_type, ["RSA", "RSA-PSS"])

_weak(key_type, size) := logic.all([_rsa(key_type), value.less_than(size, input.thresholds.rsaBits)])
