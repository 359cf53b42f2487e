# METADATA
# title: A trusted certificate is not used by any path
# description: |
#   Every trust anchor can issue certificates that the nodes trust. Two anchors are normal during a CA rotation;
#   afterwards one is enough.
# related_resources:
#   - description: Amazon EMR Management Guide, providing certificates for encrypting data in transit
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-encryption-enable.html
# custom:
#   severity: info
#   evidence: practice
#   read: "2026-11-23"
#   message: "{place} ({subjectName}) is trusted but not used by any path"
#   remedy: "Remove it from trustedCertificates.pem once no cluster needs it."
package rules.cert.unused_trust

import data.sets
import data.value

checks contains {
	"id": c.id,
	"applies": value.is(c.role, sets.certificate_role.unused),
	"violated": value.is(c.inTrust, true),
} if some c in input.certificates
