# METADATA
# title: The certificate chain ends at a root that is not trusted
# description: |
#   The path from the nodes' certificate ends at a root that is not in trustedCertificates.pem, so every node rejects the
#   certificates of the others.
# related_resources:
#   - https://www.rfc-editor.org/rfc/rfc5280#section-6.1
#   - description: Amazon EMR Management Guide, providing certificates for encrypting data in transit
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-encryption-enable.html
# custom:
#   severity: error
#   evidence: fails
#   read: "2026-11-28"
#   message: "{place} leads to {path.last}, which is not in trustedCertificates.pem"
#   remedy: "Add the certificate of {path.last} to trustedCertificates.pem after checking that it is the CA you intend to trust."
#   superseded_by: [bundle.trust_missing]
package rules.cert.chain_untrusted

import data.sets
import data.value

checks contains {
	"id": c.id,
	"applies": value.is(c.role, sets.certificate_role.leaf),
	"violated": value.one_of(c.path.end, [sets.path_end.untrusted_root, sets.path_end.limit]),
} if some c in input.certificates
