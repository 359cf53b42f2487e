# METADATA
# title: A name that not every reader takes
# description: |
#   A * counts as the whole leftmost label alone. Java 8 and 17 also take it within a label and in several; RFC 9525, Go,
#   OpenSSL, Hadoop and later Java do not. Malformed DNS names are compared by nobody.
# related_resources:
#   - description: RFC 9525, section 6.3, matching the DNS domain name portion
#     ref: https://www.rfc-editor.org/rfc/rfc9525#section-6.3
# custom:
#   rowKind: certificates
#   severity: error
#   message: "{place} is good for {names.invalid}, which is neither a DNS name nor a wildcard that every reader takes"
#   remedy: "Have it issued for * as the whole leftmost label: *.ec2.internal."
package rules.cert.wildcard_invalid

import data.value

checks contains {
	"id": c.subject,
	"applies": value.is(c.role, "leaf"),
	"violated": value.present(c.names.invalid),
} if {
	some c in input.certificates
}
