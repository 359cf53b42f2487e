# METADATA
# title: The nodes' own certificate is what they trust
# description: |
#   The leaf stands in trustedCertificates.pem, so the next certificate is trusted by no running node: renewal means
#   stopping every cluster at once.
# related_resources:
#   - description: Amazon EMR Management Guide, providing certificates for encrypting data in transit
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-encryption-enable.html
# custom:
#   rowKind: certificates
#   severity: warning
#   message: "{place} stands in trustedCertificates.pem itself"
#   remedy: "Put the CA that issued it there instead, so that the next certificate is trusted before it comes."
#   superseded_by: [cert.self_signed]
package rules.cert.pinned_trust

import data.value

checks contains {
	"id": c.subject,
	"applies": value.is(c.role, "leaf"),
	"violated": value.is(c.inTrust, true),
} if {
	some c in input.certificates
}
