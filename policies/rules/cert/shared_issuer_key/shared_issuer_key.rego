# METADATA
# title: Certificate and issuer use one key
# description: |
#   Every node holds the private key of the leaf. Where its issuer uses the same key, every node can issue certificates
#   that all others trust.
# related_resources:
#   - description: RFC 5280, Internet X.509 public key infrastructure
#     ref: https://www.rfc-editor.org/rfc/rfc5280
# custom:
#   rowKind: certificates
#   severity: error
#   message: "{place} uses the key of its issuer, {issuerName}"
#   remedy: "Make a key of its own for the nodes' certificate; the CA's key has been on every node, so the CA needs a new one too."
package rules.cert.shared_issuer_key

import data.value

checks contains {
	"id": c.subject,
	"applies": value.one_of(c.role, ["leaf", "issuer"]),
	"violated": value.is(c.key.sharedWithIssuer, true),
} if {
	some c in input.certificates
}
