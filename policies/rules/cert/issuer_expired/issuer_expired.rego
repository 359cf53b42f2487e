# METADATA
# title: A CA of the path is expired
# description: |
#   A certificate is worth what its issuers are worth. Peers refuse a path with an expired CA; Java takes an expired
#   anchor, OpenSSL and Go do not, so clients outside the cluster fail first.
# related_resources:
#   - description: RFC 5280, section 4.1.2.5, validity
#     ref: https://www.rfc-editor.org/rfc/rfc5280#section-4.1.2.5
#   - description: RFC 5280, section 6.1, basic path validation
#     ref: https://www.rfc-editor.org/rfc/rfc5280#section-6.1
# custom:
#   rowKind: certificates
#   severity: error
#   message: "{place}, which the path needs, expired on {notAfter:date}"
#   remedy: "Put the CA's renewed certificate into the bundle, and have the nodes' certificate issued by it where its key changed."
#   superseded_by: [cert.negative_validity]
package rules.cert.issuer_expired

import data.value

checks contains {
	"id": c.subject,
	"applies": value.one_of(c.role, ["issuer", "anchor"]),
	"violated": value.less_than(c.notAfter, input.evaluatedAt),
} if {
	some c in input.certificates
}
