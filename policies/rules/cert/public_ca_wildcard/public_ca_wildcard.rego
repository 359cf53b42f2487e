# METADATA
# title: A public CA issued the wildcard certificate
# description: |
#   The EMR guide recommends a private CA. Public certificates are valid for at most 200 days since 2026-03-15, 100 days
#   from 2027-03-15 and 47 days from 2029-03-15, nodes read the bundle only once, and the key on every node speaks for a
#   public name.
# related_resources:
#   - description: Amazon EMR Management Guide, providing certificates for encrypting data in transit
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-encryption-enable.html
# custom:
#   rowKind: certificates
#   severity: warning
#   evidence: recommended
#   read: "2026-11-28"
#   message: "{place} is a wildcard certificate from a public CA"
#   remedy: "Use a private CA, such as AWS Private CA, and put its root certificate into trustedCertificates.pem."
package rules.cert.public_ca_wildcard

import data.logic
import data.sets
import data.value

checks contains {
	"id": c.id,
	"applies": value.is(c.role, sets.certificate_role.leaf),
	"violated": logic.all([value.is(c.path.publicRoot, true), value.is(c.names.wildcard, true)]),
} if {
	some c in input.certificates
}
