# METADATA
# title: The chain holds certificates that no path needs
# description: |
#   Strangers and duplicates in certificateChain.pem are sent in every handshake and judged by nobody. Often they are the
#   former issuing CA.
# related_resources:
#   - description: RFC 8446, section 4.4.2, certificate
#     ref: https://www.rfc-editor.org/rfc/rfc8446#section-4.4.2
# custom:
#   rowKind: certificates
#   severity: info
#   message: "{place} ({subjectName}) is on no path from the leaf, or stands twice"
#   remedy: "Leave leaf and issuing CAs in certificateChain.pem, each once."
package rules.cert.stray_certificate

import data.logic
import data.value

checks contains {
	"id": c.subject,
	"violated": logic.any([
		logic.all([value.is(c.role, "unused"), value.is(c.inTrust, false)]),
		value.is(c.doubled, true),
	]),
} if {
	some c in input.certificates
}
