# METADATA
# title: The nodes' certificate is a CA certificate
# description: |
#   The private key of this certificate is on every node. If the certificate may sign others (CA:TRUE, and either no
#   key usage or one with keyCertSign), every node can issue certificates that the other nodes trust. Without
#   keyCertSign Java, OpenSSL and Go refuse what it issues.
# related_resources:
#   - https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.9
#   - https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.3
# custom:
#   severity: error
#   evidence: fails
#   read: "2026-11-28"
#   message: "{place}, the nodes' certificate, is a CA certificate, so every node can issue certificates that the others trust"
#   remedy: "Have an end-entity certificate with CA:FALSE issued for the nodes, with a new private key, and keep the CA's private key off the nodes."
#   variants:
#     unable:
#       severity: info
#       message: "{place}, the nodes' certificate, is a CA certificate, although it may not issue certificates"
#       remedy: "Have an end-entity certificate with CA:FALSE issued for the nodes."
#   superseded_by: [cert.self_signed]
package rules.cert.leaf_is_ca

import data.logic
import data.sets
import data.value

checks contains {
	"id": c.id,
	"applies": value.is(c.role, sets.certificate_role.leaf),
	"violated": value.is(c.canIssue, true),
} if some c in input.certificates

checks contains {
	"id": c.id,
	"variant": "unable",
	"applies": value.is(c.role, sets.certificate_role.leaf),
	"violated": logic.all([value.is(c.isCa, true), value.is(c.canIssue, false)]),
} if some c in input.certificates
