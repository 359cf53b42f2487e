# METADATA
# title: The nodes' certificate is a CA certificate
# description: |
#   Its private key lies on every node, so every node can issue certificates that all others trust.
# related_resources:
#   - description: RFC 5280, section 4.2.1.9, basic constraints
#     ref: https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.9
# custom:
#   rowKind: certificates
#   severity: warning
#   message: "{place} is a CA certificate, need one that says CA:FALSE"
#   remedy: "Have an end-entity certificate issued for the nodes, and keep the CA's key away from them."
#   superseded_by: [cert.self_signed]
package rules.cert.leaf_is_ca

import data.value

checks contains {
	"id": c.subject,
	"applies": value.is(c.role, "leaf"),
	"violated": value.is(c.isCa, true),
} if {
	some c in input.certificates
}
