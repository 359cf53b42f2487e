# METADATA
# title: An issuer is in no file
# description: |
#   A node shows the certificates of certificateChain.pem and trusts those of trustedCertificates.pem. An issuer that is
#   in neither cannot be guessed, and the path ends in the air.
# related_resources:
#   - description: RFC 5280, section 6.1, basic path validation
#     ref: https://www.rfc-editor.org/rfc/rfc5280#section-6.1
# custom:
#   subject: certificates
#   severity: error
#   message: "the path of {place} ends at {last}, whose issuer {wanted} is in no file"
#   remedy: "Add the certificate of {wanted} to certificateChain.pem, or to trustedCertificates.pem if it is the root."
#   unless: [bundle.trust_missing]
package rules.cert.chain_incomplete

import data.logic
import data.value

checks contains {
	"subject": c.subject,
	"violated": logic.all([value.is(c.role, "leaf"), value.is(c.path.end, "missing issuer")]),
	"params": {"place": c.place, "last": c.path.last, "wanted": c.path.wanted},
} if {
	some c in input.certificates
}
