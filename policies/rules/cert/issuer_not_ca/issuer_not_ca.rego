# METADATA
# title: An issuer may not issue
# description: |
#   Only a certificate that says CA:TRUE, whose key usage (if any) has keyCertSign, and whose path length is not exceeded,
#   may stand above another. Otherwise any holder of a server certificate could issue more. Java, OpenSSL and Go all
#   refuse the path.
# related_resources:
#   - description: RFC 5280, section 4.2.1.9, basic constraints
#     ref: https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.9
#   - description: RFC 5280, section 4.2.1.3, key usage
#     ref: https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.3
# custom:
#   rowKind: certificates
#   severity: error
#   message: "{place} issued a certificate of the path and may not: {mayNotIssue}"
#   remedy: "Issue the nodes' certificate from a CA certificate; ask the CA's owner for one with fitting constraints."
package rules.cert.issuer_not_ca

import data.value

checks contains {
	"id": c.subject,
	"violated": value.present(c.mayNotIssue),
} if {
	some c in input.certificates
}
