# METADATA
# title: The key is not RSA
# description: |
#   AWS documents bundles with RSA keys alone. Keys on curves work with Java's TLS; whether EMR's own reader takes them is
#   not documented.
# related_resources:
#   - description: Amazon EMR Management Guide, providing certificates for encrypting data in transit
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-encryption-enable.html
# custom:
#   rowKind: certificates
#   severity: info
#   message: "{place} holds a key of type {key.type}, the one AWS documents is RSA"
#   remedy: "Try the bundle on a small cluster of the same release first, or issue an RSA key."
package rules.cert.not_rsa

import data.value

checks contains {
	"id": c.subject,
	"applies": value.is(c.role, "leaf"),
	"violated": value.other_than(c.key.type, ["RSA"]),
} if {
	some c in input.certificates
}
