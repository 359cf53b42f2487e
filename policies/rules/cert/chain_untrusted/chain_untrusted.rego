# METADATA
# title: The chain leads to nothing that is trusted
# description: |
#   The path ends at a root, and that root is not in trustedCertificates.pem. Every node refuses every other.
# related_resources:
#   - description: RFC 5280, section 6.1, basic path validation
#     ref: https://www.rfc-editor.org/rfc/rfc5280#section-6.1
#   - description: Amazon EMR Management Guide, providing certificates for encrypting data in transit
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-encryption-enable.html
# custom:
#   rowKind: certificates
#   severity: error
#   message: "{place} leads to {path.last}, which trustedCertificates.pem does not hold"
#   remedy: "Put the certificate of {path.last} into trustedCertificates.pem, after making sure that it is the CA you mean."
#   superseded_by: [bundle.trust_missing]
package rules.cert.chain_untrusted

import data.value

checks contains {
	"id": c.subject,
	"applies": value.is(c.role, "leaf"),
	"violated": value.one_of(c.path.end, ["untrusted root", "limit"]),
} if {
	some c in input.certificates
}
