# METADATA
# title: The extended key usage of an issuing CA excludes TLS servers
# description: |
#   OpenSSL and Go apply the extended key usage of a CA, a trusted root included, to the certificates it issues; Java
#   does not. Nodes accept each other, but clients outside the cluster reject its user interfaces.
# related_resources:
#   - https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.12
# custom:
#   severity: warning
#   evidence: fails
#   read: "2026-11-28"
#   message: "{place} is a CA whose extended key usage lacks serverAuth"
#   remedy: "Use an issuing CA for TLS servers, or have this CA certified without an extended key usage."
package rules.cert.issuer_purpose

import data.sets
import data.value

checks contains {
	"id": c.id,
	"applies": value.one_of(c.role, [sets.certificate_role.issuer, sets.certificate_role.anchor]),
	"violated": value.is(c.serverPurpose, false),
} if some c in input.certificates
