# METADATA
# title: Java's TLS does not support this key type
# description: |
#   Java's TLS supports RSA keys, keys on the curves P-256, P-384 and P-521, and since Java 15, which is EMR 7, Ed25519
#   and Ed448. With other curves or explicit curve parameters, loading or the handshake fails. DSA works with TLS 1.2
#   alone, and Java chooses TLS 1.3.
# related_resources:
#   - https://docs.oracle.com/en/java/javase/17/security/java-secure-socket-extension-jsse-reference-guide.html
#   - description: Amazon EMR Release Guide, Java versions of applications
#     ref: https://docs.aws.amazon.com/emr/latest/ReleaseGuide/configuring-java8.html
# custom:
#   severity: error
#   evidence: fails
#   read: "2026-11-28"
#   message: "{place} has a key of type {kind}, which Java's TLS does not support"
#   remedy: "Have the certificate issued for an RSA key of at least 2048 bits or a P-256 key."
#   variants:
#     dsa:
#       message: "{place} has a DSA key, which TLS 1.3 does not support; Java refuses the handshake"
#       remedy: "Have the certificates of the path issued for RSA keys of at least 2048 bits or P-256 keys."
#     issuer:
#       severity: warning
#       message: "{place} is a CA with a key of type {key.type}, which few TLS libraries support"
#       remedy: "Use a CA with an RSA or P-256 key."
#     old_java:
#       message: "{place} has a key of type {key.type}, which Java 8 cannot read"
#       remedy: "Use an RSA key of at least 2048 bits, or EMR 7.0.0 or later, whose Java supports {key.type}."
package rules.cert.key_unsupported

import data.logic
import data.sets
import data.value

checks contains {
	"id": c.id,
	"applies": value.one_of(c.role, [sets.certificate_role.leaf, sets.certificate_role.issuer, sets.certificate_role.anchor]),
	"violated": value.other_than(c.key.curve, ["P-256", "P-384", "P-521"]),
	"params": {"kind": c.key.curve},
} if some c in input.certificates

checks contains {
	"id": c.id,
	"variant": "dsa",
	"applies": value.one_of(c.role, [sets.certificate_role.leaf, sets.certificate_role.issuer, sets.certificate_role.anchor]),
	"violated": value.is(c.key.type, sets.public_key_type.dsa),
} if some c in input.certificates

checks contains {
	"id": c.id,
	"applies": value.is(c.role, sets.certificate_role.leaf),
	"violated": value.is(c.key.type, sets.public_key_type.other),
	"params": {"kind": c.key.type},
} if some c in input.certificates

checks contains {
	"id": c.id,
	"variant": "issuer",
	"applies": value.one_of(c.role, [sets.certificate_role.issuer, sets.certificate_role.anchor]),
	"violated": value.is(c.key.type, sets.public_key_type.other),
} if some c in input.certificates

checks contains {
	"id": c.id,
	"variant": "old_java",
	"applies": value.one_of(c.role, [sets.certificate_role.leaf, sets.certificate_role.issuer, sets.certificate_role.anchor]),
	"violated": logic.all([
		value.one_of(c.key.type, [sets.public_key_type.ed25519, sets.public_key_type.ed448]),
		value.is(c.key.readByJava8, true),
	]),
} if some c in input.certificates
