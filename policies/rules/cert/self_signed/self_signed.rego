# METADATA
# title: The nodes' certificate is self-signed
# description: |
#   A self-signed certificate is its own authority: nobody vouches for it, it cannot be revoked or renewed without
#   touching what every peer trusts, and whoever can read one node holds the anchor of all. It serves a proof of concept,
#   and is accepted where the environment is declared to be development.
# related_resources:
#   - description: Amazon EMR Management Guide, providing certificates for encrypting data in transit
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-encryption-enable.html
# custom:
#   rowKind: certificates
#   severity: error
#   message: "{place} is self-signed, need a certificate from a CA in production"
#   remedy: "Have the certificate issued by your CA or AWS Private CA (emr-encryption certs request, certs issue), and put its root into trustedCertificates.pem."
#   variants:
#     development:
#       severity: info
#       message: "{place} is self-signed, which is accepted in development alone"
#       remedy: "Have the certificate issued by a CA before this goes to production."
package rules.cert.self_signed

import data.logic
import data.value

checks contains {
	"id": c.subject,
	"applies": logic.all([value.is(c.role, "leaf"), input.environment != "development"]),
	"violated": value.is(c.selfSigned, true),
} if {
	some c in input.certificates
}

checks contains {
	"id": c.subject,
	"variant": "development",
	"applies": logic.all([value.is(c.role, "leaf"), input.environment == "development"]),
	"violated": value.is(c.selfSigned, true),
} if {
	some c in input.certificates
}
