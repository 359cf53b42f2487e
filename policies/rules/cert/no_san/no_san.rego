# METADATA
# title: No DNS name in the subject alternative name
# description: |
#   The guide's openssl command makes a certificate with a common name alone. Java falls back to it; Go, current browsers
#   and RFC 9525 do not, so clients outside the cluster refuse it.
# related_resources:
#   - description: RFC 9525, service identity in TLS
#     ref: https://www.rfc-editor.org/rfc/rfc9525
#   - description: Amazon EMR Management Guide, providing certificates for encrypting data in transit
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-encryption-enable.html
# custom:
#   rowKind: certificates
#   severity: warning
#   message: "{place} has no DNS name in its subject alternative name"
#   remedy: "Have it issued with the wildcard as DNS name too: emr-encryption certs request asks for it, and so does openssl req -addext subjectAltName=DNS:<wildcard>."
package rules.cert.no_san

import data.value

checks contains {
	"id": c.subject,
	"applies": value.is(c.role, "leaf"),
	"violated": value.is(c.names.inSan, false),
} if {
	some c in input.certificates
}
