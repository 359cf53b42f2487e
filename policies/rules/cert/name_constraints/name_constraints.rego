# METADATA
# title: A name violates the name constraints of a CA
# description: |
#   A CA with name constraints can certify only the names they permit. Java, OpenSSL and Go reject a certificate with
#   another name below an intermediate CA, even though its signature is valid. Java does not apply the constraints of a
#   trust anchor; OpenSSL and Go do. RFC 5280 gives a permitted domain with a leading dot no meaning: Java, OpenSSL and
#   Go accept it, stricter implementations refuse it.
# related_resources:
#   - description: RFC 5280, section 4.2.1.10, name constraints
#     ref: https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.10
#   - description: "x509-limbo: test cases of path validation"
#     ref: https://x509-limbo.com/testcases/rfc5280/
# custom:
#   severity: error
#   evidence: fails
#   read: "2026-11-28"
#   message: "{place} has a name that a CA above it is not allowed to certify: {outsideConstraints}"
#   remedy: "Ask the owner of the CA to permit the VPC's domain, or use another CA."
#   variants:
#     anchor:
#       severity: warning
#       message: "{place} has a name that its root is not allowed to certify ({outsideAnchorConstraints}); Java accepts it, OpenSSL and Go refuse it"
#     dotted:
#       severity: warning
#       message: "{place}: {dottedConstraint}; Java, OpenSSL and Go ignore the leading dot, strict implementations refuse the certificate"
#       remedy: "Have the CA certified with the domain written without a leading dot."
package rules.cert.name_constraints

import data.value

checks contains {
	"id": c.id,
	"violated": value.present(c.outsideConstraints),
} if some c in input.certificates

checks contains {
	"id": c.id,
	"variant": "anchor",
	"violated": value.present(c.outsideAnchorConstraints),
} if some c in input.certificates

checks contains {
	"id": c.id,
	"variant": "dotted",
	"violated": value.present(c.dottedConstraint),
} if some c in input.certificates
