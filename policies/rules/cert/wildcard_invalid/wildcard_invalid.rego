# METADATA
# title: A name in the certificate is not valid everywhere
# description: |
#   Only a * that is the whole leftmost label is portable. Java also accepts one within a label, OpenSSL accepts some of
#   these (ip* and *p-1, but not ip-*), and Go and Hadoop accept none. Malformed DNS names never match.
# related_resources:
#   - https://www.rfc-editor.org/rfc/rfc9525#section-6.3
# custom:
#   severity: error
#   evidence: fails
#   read: "2026-11-28"
#   message: "{place} covers {names.invalid}, which is neither a DNS name nor a wildcard that all TLS implementations accept"
#   remedy: "Have the certificate issued with * as the whole leftmost label, such as *.ec2.internal."
package rules.cert.wildcard_invalid

import data.sets
import data.value

checks contains {
	"id": c.id,
	"applies": value.is(c.role, sets.certificate_role.leaf),
	"violated": value.present(c.names.invalid),
} if some c in input.certificates
