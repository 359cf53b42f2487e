# METADATA
# title: The certificate may not be used by a TLS server
# description: |
#   Where a certificate names its purposes, they bind: a TLS client refuses a server whose extended key usage lacks
#   serverAuth, and Java refuses one whose key usage lacks digitalSignature for every suite that is in use today.
# related_resources:
#   - description: RFC 5280, section 4.2.1.12, extended key usage
#     ref: https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.12
#   - description: RFC 5280, section 4.2.1.3, key usage
#     ref: https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.3
# custom:
#   rowKind: certificates
#   severity: error
#   message: "{place} lacks {purpose}, which a TLS server needs"
#   remedy: "Have it issued with the extended key usage serverAuth (and clientAuth) and the key usage digitalSignature (and keyEncipherment for RSA)."
package rules.cert.purpose_missing

import data.value

checks contains {
	"id": c.subject,
	"applies": value.is(c.role, "leaf"),
	"violated": value.is(c.serverPurpose, false),
	"params": {"purpose": "serverAuth in its extended key usage"},
} if {
	some c in input.certificates
}

checks contains {
	"id": c.subject,
	"applies": value.is(c.role, "leaf"),
	"violated": value.is(c.signingPurpose, false),
	"params": {"purpose": "digitalSignature in its key usage"},
} if {
	some c in input.certificates
}
