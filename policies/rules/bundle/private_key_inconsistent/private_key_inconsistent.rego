# METADATA
# title: The private key is damaged
# description: |
#   The public half of the private key matches the certificate, but signatures made with the private half do not verify,
#   so one of its numbers is wrong. Tools that compare only public halves do not notice.
# related_resources:
#   - https://www.rfc-editor.org/rfc/rfc8446#section-4.4.2
# custom:
#   severity: error
#   evidence: fails
#   read: "2026-11-28"
#   message: "a signature made with the private key does not verify with its own public key"
#   remedy: "Use the original private key, or create a new one and have it certified."
package rules.bundle.private_key_inconsistent

import data.value

checks contains {
	"id": b.id,
	"violated": value.is(b.privateKeyWorks, false),
} if some b in input.bundles
