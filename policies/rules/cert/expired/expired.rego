# METADATA
# title: The certificate has expired
# description: |
#   Peers reject an expired certificate, so TLS handshakes between nodes fail. Java accepts an expired certificate that
#   is a trust anchor itself, so a test on a node can still succeed.
# related_resources:
#   - https://www.rfc-editor.org/rfc/rfc5280#section-4.1.2.5
# custom:
#   severity: error
#   evidence: fails
#   read: "2026-11-28"
#   message: "{place} expired on {notAfter:date}"
#   remedy: "Renew the certificate, rebuild the bundle, and start new clusters with it; running nodes keep the bundle they downloaded."
#   superseded_by: [cert.negative_validity]
package rules.cert.expired

import data.sets
import data.value

checks contains {
	"id": c.id,
	"applies": value.is(c.role, sets.certificate_role.leaf),
	"violated": value.less_than(c.notAfter, input.evaluatedAt),
} if some c in input.certificates
