# METADATA
# title: The certificate and its issuer share a key
# description: |
#   The private key of the nodes' certificate is on every node. If its issuer uses the same key, every node can issue
#   certificates that the other nodes trust.
# related_resources:
#   - https://www.rfc-editor.org/rfc/rfc5280
# custom:
#   severity: error
#   evidence: fails
#   read: "2026-11-28"
#   message: "{place} has the same key as its issuer, {issuerName}"
#   remedy: "Create a new key for the nodes' certificate. The CA's key has been on every node, so the CA needs a new key as well."
package rules.cert.shared_issuer_key

import data.sets
import data.value

checks contains {
	"id": c.id,
	"applies": value.one_of(c.role, [sets.certificate_role.leaf, sets.certificate_role.issuer]),
	"violated": value.is(c.key.sharedWithIssuer, true),
} if some c in input.certificates
