# METADATA
# title: A certificate from this tool's development CA
# description: |
#   emr-encryption certs development makes a CA on somebody's disk to try things out. Nobody guards its key, so in
#   production whoever has that disk is every node.
# related_resources:
#   - description: Amazon EMR Management Guide, providing certificates for encrypting data in transit
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-encryption-enable.html
# custom:
#   rowKind: certificates
#   severity: error
#   message: "{place} comes from the development CA of emr-encryption, need a certificate from a CA in production"
#   remedy: "Have the certificate issued by your CA or AWS Private CA: emr-encryption certs request, then certs issue or your CA's own way."
package rules.cert.development_ca

import data.logic
import data.value

checks contains {
	"id": c.subject,
	"applies": logic.all([value.is(c.role, "leaf"), input.environment != "development"]),
	"violated": value.is(c.path.developmentCa, true),
} if {
	some c in input.certificates
}
