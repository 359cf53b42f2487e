# METADATA
# title: The chain is not in order
# description: |
#   TLS 1.2 asks for the leaf first, each certificate issued by the next. Java's PKCS#12 key stores refuse any other order
#   and any certificate that stands twice ("Certificate chain is not valid"), so the bundle works or dies by the kind of
#   store.
# related_resources:
#   - description: RFC 5246, section 7.4.2, server certificate
#     ref: https://www.rfc-editor.org/rfc/rfc5246#section-7.4.2
#   - description: RFC 8446, section 4.4.2, certificate
#     ref: https://www.rfc-editor.org/rfc/rfc8446#section-4.4.2
# custom:
#   rowKind: certificates
#   severity: error
#   message: "certificateChain.pem is not in order: leaf first, each certificate issued by the next, none twice"
#   remedy: "Order the chain, the certificate of the private key first: emr-encryption certs bundle does it."
package rules.cert.chain_order

import data.value

checks contains {
	"id": c.subject,
	"applies": value.is(c.role, "leaf"),
	"violated": value.is(c.path.ordered, false),
} if {
	some c in input.certificates
}
