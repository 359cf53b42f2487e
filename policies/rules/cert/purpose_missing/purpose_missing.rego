# METADATA
# title: The certificate cannot be used by a TLS server
# description: |
#   TLS clients reject a server certificate whose extended key usage lacks serverAuth, and Java rejects one whose key
#   usage lacks digitalSignature with every current cipher suite.
# related_resources:
#   - https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.12
#   - https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.3
# custom:
#   severity: error
#   evidence: fails
#   read: "2026-11-28"
#   message: "{place} lacks {purpose}, which a TLS server needs"
#   remedy: "Have the certificate issued with the extended key usages serverAuth and clientAuth and the key usages digitalSignature and (for RSA) keyEncipherment."
package rules.cert.purpose_missing

import data.sets
import data.value

checks contains {
	"id": c.id,
	"applies": value.is(c.role, sets.certificate_role.leaf),
	"violated": value.is(purpose.there, false),
	"params": {"purpose": purpose.name},
} if {
	some c in input.certificates
	some purpose in [
		{"name": "serverAuth in its extended key usage", "there": c.serverPurpose},
		{"name": "digitalSignature in its key usage", "there": c.signingPurpose},
	]
}
