# METADATA
# title: The private key does not work
# description: |
#   The public half inside the private key fits the certificate, and what the private half signs does not verify: one of
#   its numbers is damaged. Tools that compare public halves alone call this key good.
# related_resources:
#   - description: RFC 8446, section 4.4.2, certificate
#     ref: https://www.rfc-editor.org/rfc/rfc8446#section-4.4.2
# custom:
#   rowKind: bundles
#   severity: error
#   message: "what the private key signs does not verify with its own public half"
#   remedy: "Take the private key from where it was made, or make a new one and have it certified."
package rules.bundle.private_key_inconsistent

import data.value

checks contains {
	"id": b.subject,
	"violated": value.is(b.privateKeyWorks, false),
} if {
	some b in input.bundles
}
