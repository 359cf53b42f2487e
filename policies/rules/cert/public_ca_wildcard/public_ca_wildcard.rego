# METADATA
# title: A wildcard from a public CA
# description: |
#   EMR's guide advises against certificates of public CAs with wildcards: the nodes then trust whatever any public CA
#   issues, and the key on every node speaks for a public name.
# related_resources:
#   - description: Amazon EMR Management Guide, providing certificates for encrypting data in transit
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-encryption-enable.html
# custom:
#   rowKind: certificates
#   severity: warning
#   message: "{place} is a wildcard that a public CA issued"
#   remedy: "Take a private CA, such as AWS Private CA, and put its root into trustedCertificates.pem."
package rules.cert.public_ca_wildcard

import data.logic
import data.value

checks contains {
	"id": c.subject,
	"applies": value.is(c.role, "leaf"),
	"violated": logic.all([value.is(c.path.publicRoot, true), value.is(c.names.wildcard, true)]),
} if {
	some c in input.certificates
}
