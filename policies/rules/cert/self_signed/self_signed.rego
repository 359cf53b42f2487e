# METADATA
# title: The nodes' certificate is self-signed
# description: |
#   No CA vouches for a self-signed certificate. It cannot be revoked, and renewing it changes what every node trusts.
#   Anyone who reads the private key on one node can impersonate all of them. Self-signed certificates are suitable for
#   proofs of concept and accepted when the environment is declared as development.
# related_resources:
#   - description: Amazon EMR Management Guide, providing certificates for encrypting data in transit
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-encryption-enable.html
# custom:
#   severity: error
#   evidence: recommended
#   read: "2026-11-28"
#   message: "{place} is self-signed; production requires a certificate issued by a CA"
#   remedy: "For development, pass --environment development or set the tag Environment to development. For production, have
#     the certificate issued by your CA, or by AWS Private CA (emr-encryption certs request, then certs issue), and put the
#     CA's root certificate into trustedCertificates.pem."
#   variants:
#     declared:
#       remedy: "Have the certificate issued by your CA, or by AWS Private CA (emr-encryption certs request, then certs
#         issue), and put the CA's root certificate into trustedCertificates.pem."
#     development:
#       severity: info
#       message: "{place} is self-signed; this is accepted in development only"
#       remedy: "Have the certificate issued by a CA before going to production."
package rules.cert.self_signed

import data.logic
import data.sets
import data.value

checks contains {
	"id": c.id,
	"applies": logic.all([
		value.is(c.role, sets.certificate_role.leaf),
		input.environment != "development",
		input.environmentAssumed,
	]),
	"violated": value.is(c.selfSigned, true),
} if some c in input.certificates

checks contains {
	"id": c.id,
	"variant": "declared",
	"applies": logic.all([
		value.is(c.role, sets.certificate_role.leaf),
		input.environment != "development",
		logic.none([input.environmentAssumed]),
	]),
	"violated": value.is(c.selfSigned, true),
} if some c in input.certificates

checks contains {
	"id": c.id,
	"variant": "development",
	"applies": logic.all([value.is(c.role, sets.certificate_role.leaf), input.environment == "development"]),
	"violated": value.is(c.selfSigned, true),
} if some c in input.certificates
