# METADATA
# title: The nodes trust their own certificate instead of its CA
# description: |
#   The leaf certificate is in trustedCertificates.pem. Running nodes will not trust its successor, so every renewal
#   requires replacing all clusters at once.
# related_resources:
#   - description: Amazon EMR Management Guide, providing certificates for encrypting data in transit
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-encryption-enable.html
# custom:
#   severity: warning
#   evidence: practice
#   read: "2026-11-28"
#   message: "{place}, the nodes' own certificate, is in trustedCertificates.pem"
#   remedy: "Replace it in trustedCertificates.pem with the certificate of the CA that issued it."
#   superseded_by: [cert.self_signed]
package rules.cert.pinned_trust

import data.sets
import data.value

checks contains {
	"id": c.id,
	"applies": value.is(c.role, sets.certificate_role.leaf),
	"violated": value.is(c.inTrust, true),
} if some c in input.certificates
