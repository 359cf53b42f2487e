# METADATA
# title: The chain contains an unused certificate
# description: |
#   Certificates in certificateChain.pem that are not part of the path are sent in every handshake and never used. Often
#   they belong to a former issuing CA.
# related_resources:
#   - description: RFC 8446, section 4.4.2, certificate
#     ref: https://www.rfc-editor.org/rfc/rfc8446#section-4.4.2
# custom:
#   rowKind: certificates
#   severity: info
#   evidence: practice
#   read: "2026-11-23"
#   message: "{place} ({subjectName}) is not part of the path from the leaf"
#   remedy: "Keep only the leaf and its issuing CAs in certificateChain.pem, each once."
package rules.cert.stray_certificate

import data.logic
import data.sets
import data.value

checks contains {
	"id": c.id,
	"violated": logic.all([value.is(c.role, sets.certificate_role.unused), value.is(c.inTrust, false)]),
} if {
	some c in input.certificates
}
