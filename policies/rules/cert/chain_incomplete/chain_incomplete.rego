# METADATA
# title: An issuer is in no file
# description: |
#   A node shows the certificates of certificateChain.pem and trusts those of trustedCertificates.pem. An issuer that is
#   in neither cannot be guessed, and the path ends in the air.
# related_resources:
#   - description: RFC 5280, section 6.1, basic path validation
#     ref: https://www.rfc-editor.org/rfc/rfc5280#section-6.1
# custom:
#   rowKind: certificates
#   severity: error
#   message: "the path of {place} ends at {path.last}, whose issuer {path.wanted} is in no file"
#   remedy: "Add the certificate of {path.wanted} to certificateChain.pem, or to trustedCertificates.pem if it is the root."
#   superseded_by: [bundle.trust_missing]
package rules.cert.chain_incomplete

import data.value

checks contains {
	"id": c.subject,
	"applies": value.is(c.role, "leaf"),
	"violated": value.is(c.path.end, "missing issuer"),
} if {
	some c in input.certificates
}
