# METADATA
# title: A signature is not its issuer's
# description: |
#   A certificate of the issuer's name is there, and its key did not make this signature: the CA was made anew under its
#   old name, or the certificate was altered. No node trusts it.
# related_resources:
#   - description: RFC 5280, section 6.1, basic path validation
#     ref: https://www.rfc-editor.org/rfc/rfc5280#section-6.1
# custom:
#   rowKind: certificates
#   severity: error
#   message: "the signature on {place} is not made by the key of {issuerName}"
#   remedy: "Put the certificate of the CA that really signed into the bundle: the one of the same name and generation."
package rules.cert.signature_invalid

import data.value

checks contains {
	"id": c.subject,
	"applies": value.one_of(c.role, ["leaf", "issuer"]),
	"violated": value.is(c.signature.verifies, false),
} if {
	some c in input.certificates
}
