# METADATA
# title: The extended key usage is anyExtendedKeyUsage instead of serverAuth
# description: |
#   Java and Go accept anyExtendedKeyUsage for every purpose. OpenSSL does not: it refuses a TLS server whose
#   certificate, or a CA above it, names anyExtendedKeyUsage without serverAuth. Nodes accept each other; curl, Python
#   and other clients with OpenSSL refuse the cluster.
# related_resources:
#   - https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.12
#   - description: OpenSSL, certificate verification options, purposes
#     ref: https://docs.openssl.org/3.0/man1/openssl-verification-options/
# custom:
#   since: "0.2.0"
#   severity: warning
#   evidence: fails
#   read: "2026-11-28"
#   message: "the extended key usage of {place} is anyExtendedKeyUsage without serverAuth, which OpenSSL refuses for a TLS server"
#   remedy: "Have the certificate issued with the extended key usages serverAuth and clientAuth."
package rules.cert.any_purpose

import data.sets
import data.value

checks contains {
	"id": c.id,
	"applies": value.one_of(c.role, [sets.certificate_role.leaf, sets.certificate_role.issuer, sets.certificate_role.anchor]),
	"violated": value.is(c.anyPurposeOnly, true),
} if some c in input.certificates
