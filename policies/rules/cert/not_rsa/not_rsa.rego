# METADATA
# title: The key is not an RSA key
# description: |
#   AWS documents bundles with RSA keys only. Java's TLS supports elliptic-curve keys, but whether EMR's own reader
#   accepts them is not documented.
# related_resources:
#   - description: Amazon EMR Management Guide, providing certificates for encrypting data in transit
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-encryption-enable.html
# custom:
#   severity: info
#   evidence: documented
#   read: "2026-11-23"
#   message: "{place} has a key of type {key.type}; AWS documents only RSA"
#   remedy: "Test the bundle on a small cluster of the same release, or use an RSA key."
package rules.cert.not_rsa

import data.sets
import data.value

checks contains {
	"id": c.id,
	"applies": value.is(c.role, sets.certificate_role.leaf),
	"violated": value.other_than(c.key.type, [sets.public_key_type.rsa]),
} if some c in input.certificates
