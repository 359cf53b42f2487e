# METADATA
# title: An issuing CA's purposes exclude TLS servers
# description: |
#   OpenSSL and Go apply the extended key usage of a CA to what it issues, Java does not. The cluster works, and clients
#   outside it refuse its UIs.
# related_resources:
#   - description: RFC 5280, section 4.2.1.12, extended key usage
#     ref: https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.12
# custom:
#   rowKind: certificates
#   severity: warning
#   message: "{place} is a CA whose extended key usage lacks serverAuth"
#   remedy: "Take an issuing CA for TLS, or have this one certified without extended key usage."
package rules.cert.issuer_purpose

import data.value

checks contains {
	"id": c.subject,
	"applies": value.is(c.role, "issuer"),
	"violated": value.is(c.serverPurpose, false),
} if {
	some c in input.certificates
}
