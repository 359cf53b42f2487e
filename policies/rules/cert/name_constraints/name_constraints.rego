# METADATA
# title: A name violates the name constraints of a CA
# description: |
#   A CA with name constraints can certify only the names they permit. Java, OpenSSL and Go reject a certificate with
#   another name, even though its signature is valid.
# related_resources:
#   - description: RFC 5280, section 4.2.1.10, name constraints
#     ref: https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.10
# custom:
#   rowKind: certificates
#   severity: error
#   evidence: fails
#   read: "2026-11-28"
#   message: "{place} has a name that a CA above it is not allowed to certify: {outsideConstraints}"
#   remedy: "Ask the owner of the CA to permit the VPC's domain, or use another CA."
package rules.cert.name_constraints

import data.value

checks contains {
	"id": c.id,
	"violated": value.present(c.outsideConstraints),
} if {
	some c in input.certificates
}
