# METADATA
# title: A trusted certificate that no path uses
# description: |
#   Each anchor is someone who may make certificates that the nodes believe. During a rotation two are right; after it,
#   one is.
# related_resources:
#   - description: Amazon EMR Management Guide, providing certificates for encrypting data in transit
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-encryption-enable.html
# custom:
#   rowKind: certificates
#   severity: info
#   message: "{place} ({subjectName}) is trusted, and no path uses it"
#   remedy: "Remove it from trustedCertificates.pem when no cluster needs it any more."
package rules.cert.unused_trust

import data.value

checks contains {
	"id": c.subject,
	"applies": value.is(c.role, "unused"),
	"violated": value.is(c.inTrust, true),
} if {
	some c in input.certificates
}
