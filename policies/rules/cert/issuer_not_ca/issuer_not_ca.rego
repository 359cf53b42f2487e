# METADATA
# title: An issuer is not allowed to issue certificates
# description: |
#   A certificate can issue others only if its basic constraints say CA:TRUE, its key usage (if present) includes
#   keyCertSign, and the path is no longer than its path length allows. Java, OpenSSL and Go refuse a path that breaks
#   this rule; Java does not apply the path length of a trust anchor.
# related_resources:
#   - https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.9
#   - https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.3
# custom:
#   severity: error
#   evidence: fails
#   read: "2026-11-28"
#   message: "{place} issued a certificate in the path but is not allowed to: {mayNotIssue}"
#   remedy: "Have the nodes' certificate issued by a CA certificate whose constraints allow it."
#   variants:
#     anchor:
#       severity: warning
#       message: "{place} is trusted, but {pathTooLong}; Java accepts the path, OpenSSL and Go refuse it"
#       remedy: "Have the nodes' certificate issued by a CA that the root's path length allows, or trust a root without a path length."
package rules.cert.issuer_not_ca

import data.value

checks contains {
	"id": c.id,
	"violated": value.present(c.mayNotIssue),
} if some c in input.certificates

checks contains {
	"id": c.id,
	"variant": "anchor",
	"violated": value.present(c.pathTooLong),
} if some c in input.certificates
