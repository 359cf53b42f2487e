# METADATA
# title: A trusted certificate that no path uses
# description: |
#   Each anchor is someone who may make certificates that the nodes believe. During a rotation two are right; after it,
#   one is.
# related_resources:
#   - description: Amazon EMR Management Guide, providing certificates for encrypting data in transit
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-encryption-enable.html
# custom:
#   subject: certificates
#   severity: info
#   message: "{place} ({subject}) is trusted, and no path uses it"
#   remedy: "Remove it from trustedCertificates.pem when no cluster needs it any more."
package rules.cert.unused_trust

import data.logic
import data.value

checks contains {
	"subject": c.subject,
	"violated": logic.all([value.is(c.role, "unused"), value.is(c.inTrust, true)]),
	"params": {"place": c.place, "subject": c.subjectName},
} if {
	some c in input.certificates
}
