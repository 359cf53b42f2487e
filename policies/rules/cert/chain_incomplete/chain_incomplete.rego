# METADATA
# title: A certificate's issuer is missing from the bundle
# description: |
#   A node presents the certificates of certificateChain.pem and trusts those of trustedCertificates.pem. Without the
#   certificate of an issuer, peers cannot build a path from the node's certificate to a trusted root.
# related_resources:
#   - https://www.rfc-editor.org/rfc/rfc5280#section-6.1
# custom:
#   severity: error
#   evidence: fails
#   read: "2026-11-28"
#   message: "the path from {place} ends at {path.last}; its issuer, {path.wanted}, is in none of the bundle's files"
#   remedy: "Add the certificate of {path.wanted} to certificateChain.pem, or to trustedCertificates.pem if it is the root."
#   superseded_by: [bundle.trust_missing]
package rules.cert.chain_incomplete

import data.sets
import data.value

checks contains {
	"id": c.id,
	"applies": value.is(c.role, sets.certificate_role.leaf),
	"violated": value.is(c.path.end, sets.path_end.missing_issuer),
} if some c in input.certificates
