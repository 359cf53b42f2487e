# METADATA
# title: The chain contains an unused certificate
# description: |
#   A certificate in certificateChain.pem that is not part of the path is sent in every handshake and never used. Often it
#   belongs to a former issuing CA. Java's PKCS#12 key stores refuse such a chain with "Certificate chain is not valid";
#   JKS key stores, OpenSSL and Go accept it. Which store EMR builds is not documented.
# related_resources:
#   - https://www.rfc-editor.org/rfc/rfc5246#section-7.4.2
#   - https://www.rfc-editor.org/rfc/rfc8446#section-4.4.2
# custom:
#   severity: warning
#   evidence: fails
#   read: "2026-11-28"
#   message: "{place} ({subjectName}) is not part of the path from the leaf; Java's JKS key stores accept such a chain, and PKCS#12 key stores do not"
#   remedy: "Keep only the leaf and its issuing CAs in certificateChain.pem, each once."
package rules.cert.stray_certificate

import data.logic
import data.sets
import data.value

checks contains {
	"id": c.id,
	"violated": logic.all([value.is(c.role, sets.certificate_role.unused), value.is(c.inChain, true)]),
} if some c in input.certificates
