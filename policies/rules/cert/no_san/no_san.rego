# METADATA
# title: The certificate has no DNS name
# description: |
#   The openssl command in the EMR guide creates a certificate with only a common name. Java falls back to the common
#   name; Go, current browsers and RFC 9525 do not, so clients outside the cluster reject the certificate.
# related_resources:
#   - description: RFC 9525, service identity in TLS
#     ref: https://www.rfc-editor.org/rfc/rfc9525
#   - description: Amazon EMR Management Guide, providing certificates for encrypting data in transit
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-encryption-enable.html
#   - description: Apple, requirements for trusted certificates in iOS 13 and macOS 10.15 (no names in the common name)
#     ref: https://support.apple.com/en-us/103769
# custom:
#   severity: warning
#   evidence: fails
#   read: "2026-11-28"
#   message: "{place} has no DNS name in its subject alternative name"
#   remedy: "Have the certificate issued with the wildcard as a DNS name: emr-encryption certs request adds it, and so does openssl req -addext subjectAltName=DNS:<wildcard>."
package rules.cert.no_san

import data.sets
import data.value

checks contains {
	"id": c.id,
	"applies": value.is(c.role, sets.certificate_role.leaf),
	"violated": value.is(c.names.inSan, false),
} if some c in input.certificates
