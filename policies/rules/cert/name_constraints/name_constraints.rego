# METADATA
# title: A name lies outside what its CA may certify
# description: |
#   A CA with name constraints speaks for some names alone. A certificate with another name below it is refused by Java,
#   OpenSSL and Go, although every signature is right.
# related_resources:
#   - description: RFC 5280, section 4.2.1.10, name constraints
#     ref: https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.10
# custom:
#   rowKind: certificates
#   severity: error
#   message: "{place} carries a name that a CA above it may not certify: {outsideConstraints}"
#   remedy: "Ask the CA's owner to permit the VPC domain, or take another CA."
package rules.cert.name_constraints

import data.value

checks contains {
	"id": c.subject,
	"violated": value.present(c.outsideConstraints),
} if {
	some c in input.certificates
}
