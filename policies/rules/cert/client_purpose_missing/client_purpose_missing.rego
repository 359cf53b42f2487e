# METADATA
# title: The certificate cannot be used by a TLS client
# description: |
#   With hadoop.ssl.require.client.cert nodes present this certificate as TLS clients as well, and Java rejects a client
#   certificate whose extended key usage lacks clientAuth. Let's Encrypt stopped issuing clientAuth in 2026,
#   and the Chrome Root Program forbids it from 2027-03-15, so the certificate has to come from a private CA.
# related_resources:
#   - https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.12
#   - https://googlechrome.github.io/chromerootprogram/
#   - description: "Let's Encrypt, ending TLS client authentication in 2026"
#     ref: https://letsencrypt.org/2025/05/14/ending-tls-client-authentication
#   - description: Apache Hadoop, encrypted shuffle
#     ref: https://hadoop.apache.org/docs/stable/hadoop-mapreduce-client/hadoop-mapreduce-client-core/EncryptedShuffle.html
# custom:
#   severity: warning
#   evidence: fails
#   read: "2026-11-28"
#   message: "the extended key usage of {place} lacks clientAuth, but the nodes use the certificate as TLS clients too"
#   remedy: "Have the certificate issued by a private CA with the extended key usages serverAuth and clientAuth."
#   variants:
#     servers_only:
#       severity: info
#       message: "the extended key usage of {place} lacks clientAuth; Java rejects it once nodes have to present it as TLS clients (hadoop.ssl.require.client.cert)"
#       remedy: "Nothing is required as long as no service asks its clients for a certificate. Otherwise have it issued by a private CA with serverAuth and clientAuth."
package rules.cert.client_purpose_missing

import data.logic
import data.sets
import data.value

checks contains {
	"id": c.id,
	"applies": value.is(c.role, sets.certificate_role.leaf),
	"violated": logic.all([value.is(c.clientPurpose, false), value.is(c.shownByClients, true)]),
} if some c in input.certificates

checks contains {
	"id": c.id,
	"variant": "servers_only",
	"applies": value.is(c.role, sets.certificate_role.leaf),
	"violated": logic.all([value.is(c.clientPurpose, false), value.is(c.shownByClients, false), value.is(c.serverPurpose, true)]),
} if some c in input.certificates
