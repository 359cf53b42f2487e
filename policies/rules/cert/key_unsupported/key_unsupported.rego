# METADATA
# title: Java does not use keys of this type
# description: |
#   Java's TLS takes RSA, and keys on the curves P-256, P-384 and P-521; Ed25519 from Java 15 on, so from EMR 7 on.
#   Certificates with DSA keys, other curves or written-out parameters load, or do not, and fail in the handshake.
# related_resources:
#   - description: Java SE, JSSE reference guide
#     ref: https://docs.oracle.com/en/java/javase/17/security/java-secure-socket-extension-jsse-reference-guide.html
#   - description: Amazon EMR Release Guide, Java versions of applications
#     ref: https://docs.aws.amazon.com/emr/latest/ReleaseGuide/configuring-java8.html
# custom:
#   rowKind: certificates
#   severity: error
#   message: "{place} holds a key of type {kind}, which Java's TLS does not use"
#   remedy: "Issue an RSA key of 2048 bits or more, or one on P-256."
#   variants:
#     issuer:
#       severity: warning
#       message: "{place} is a CA with a key of type {key.type}, which current readers drop"
#       remedy: "Move to a CA with an RSA key, or one on P-256."
#     old_java:
#       severity: error
#       message: "{place} holds a key of type {key.type}, which Java 8 cannot read"
#       remedy: "Issue an RSA key of 2048 bits or more, or use a release from EMR 7 on, whose Java reads {key.type}."
package rules.cert.key_unsupported

import data.logic
import data.value

checks contains {
	"id": c.subject,
	"applies": value.one_of(c.role, ["leaf", "issuer", "anchor"]),
	"violated": value.other_than(c.key.curve, ["P-256", "P-384", "P-521"]),
	"params": {"kind": c.key.curve},
} if {
	some c in input.certificates
}

checks contains {
	"id": c.subject,
	"applies": value.is(c.role, "leaf"),
	"violated": value.one_of(c.key.type, ["DSA", "Ed448", "other"]),
	"params": {"kind": c.key.type},
} if {
	some c in input.certificates
}

checks contains {
	"id": c.subject,
	"variant": "issuer",
	"applies": value.one_of(c.role, ["issuer", "anchor"]),
	"violated": value.one_of(c.key.type, ["DSA", "Ed448", "other"]),
} if {
	some c in input.certificates
}

checks contains {
	"id": c.subject,
	"variant": "old_java",
	"applies": value.one_of(c.role, ["leaf", "issuer", "anchor"]),
	"violated": logic.all([value.is(c.key.type, "Ed25519"), value.is(c.key.readByJava8, true)]),
} if {
	some c in input.certificates
}
