# METADATA
# title: The certificate may not be used by a TLS client
# description: |
#   Nodes that ask each other for certificates (hadoop.ssl.require.client.cert, and some applications) show this one as
#   clients, and Java refuses it without clientAuth.
# related_resources:
#   - description: RFC 5280, section 4.2.1.12, extended key usage
#     ref: https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.12
#   - description: Apache Hadoop, encrypted shuffle
#     ref: https://hadoop.apache.org/docs/stable/hadoop-mapreduce-client/hadoop-mapreduce-client-core/EncryptedShuffle.html
# custom:
#   rowKind: certificates
#   severity: warning
#   message: "{place} lacks clientAuth in its extended key usage, and nodes show it as clients"
#   remedy: "Have it issued with the extended key usages serverAuth and clientAuth."
package rules.cert.client_purpose_missing

import data.logic
import data.value

checks contains {
	"id": c.subject,
	"applies": value.is(c.role, "leaf"),
	"violated": logic.all([value.is(c.clientPurpose, false), value.is(c.shownByClients, true)]),
} if {
	some c in input.certificates
}
