# METADATA
# title: The certificate comes from the development CA of emr-encryption
# description: |
#   emr-encryption certs development creates a CA on a developer's machine for proofs of concept. Its private key is not
#   protected: anyone who has a copy can impersonate every node.
# related_resources:
#   - description: Amazon EMR Management Guide, providing certificates for encrypting data in transit
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-encryption-enable.html
# custom:
#   severity: error
#   evidence: recommended
#   read: "2026-11-28"
#   message: "{place} was issued by the development CA of emr-encryption; production requires a certificate from your own CA"
#   remedy: "For development, pass --environment development or set the tag Environment to development. For production, run
#     emr-encryption certs request and have the request signed by your CA, or by AWS Private CA with emr-encryption certs
#     issue."
#   variants:
#     declared:
#       remedy: "Run emr-encryption certs request and have the request signed by your CA, or by AWS Private CA with
#         emr-encryption certs issue."
package rules.cert.development_ca

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
	"violated": value.is(c.path.developmentCa, true),
} if some c in input.certificates

checks contains {
	"id": c.id,
	"variant": "declared",
	"applies": logic.all([
		value.is(c.role, sets.certificate_role.leaf),
		input.environment != "development",
		logic.none([input.environmentAssumed]),
	]),
	"violated": value.is(c.path.developmentCa, true),
} if some c in input.certificates
