# METADATA
# title: The nodes' certificate is a CA certificate
# description: |
#   The private key of this certificate is on every node. If its key usage allows signing certificates, every node can
#   issue certificates that the other nodes trust.
# related_resources:
#   - description: RFC 5280, section 4.2.1.9, basic constraints
#     ref: https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.9
# custom:
#   rowKind: certificates
#   severity: warning
#   evidence: practice
#   read: "2026-11-28"
#   message: "{place}, the nodes' certificate, is a CA certificate; CA:FALSE is required"
#   remedy: "Have an end-entity certificate issued for the nodes, and keep the CA's private key off the nodes."
#   superseded_by: [cert.self_signed]
package rules.cert.leaf_is_ca

import data.sets
import data.value

checks contains {
	"id": c.id,
	"applies": value.is(c.role, sets.certificate_role.leaf),
	"violated": value.is(c.isCa, true),
} if {
	some c in input.certificates
}
