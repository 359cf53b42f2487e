# METADATA
# title: The certificate chain is not in order
# description: |
#   TLS 1.2 requires the leaf first and then the issuer of each certificate; TLS 1.3 requires only that the leaf comes
#   first. Java's PKCS#12 key stores refuse any other order, and any repeated certificate, with "Certificate chain is not
#   valid". Java's JKS key stores accept them. Which store EMR builds is not documented.
# related_resources:
#   - https://www.rfc-editor.org/rfc/rfc5246#section-7.4.2
#   - https://www.rfc-editor.org/rfc/rfc8446#section-4.4.2
# custom:
#   severity: error
#   evidence: fails
#   read: "2026-11-28"
#   message: "certificateChain.pem is not in order; put the leaf first, then the issuer of each certificate"
#   remedy: "Run emr-encryption certs bundle, which orders the chain, or order it yourself: the certificate of the private key first."
#   variants:
#     repeated:
#       severity: warning
#       message: "{place} ({subjectName}) is repeated in certificateChain.pem; Java's JKS key stores accept that, and PKCS#12 key stores do not"
#       remedy: "Keep each certificate once; emr-encryption certs bundle leaves out repeated ones."
package rules.cert.chain_order

import data.sets
import data.value

checks contains {
	"id": c.id,
	"applies": value.is(c.role, sets.certificate_role.leaf),
	"violated": value.is(c.path.ordered, false),
} if some c in input.certificates

checks contains {
	"id": c.id,
	"variant": "repeated",
	"violated": value.is(c.doubled, true),
} if some c in input.certificates
