# METADATA
# title: Host name verification is turned off
# description: |
#   With the verifier ALLOW_ALL a node accepts any certificate of a trusted CA for any host, so the private key of one
#   node can impersonate all of them. AWS asks for ALLOW_ALL only if the common name is not a wildcard.
# related_resources:
#   - https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-encryption-enable.html
# custom:
#   severity: warning
#   evidence: documented
#   read: "2026-11-28"
#   message: "core-site sets hadoop.ssl.hostname.verifier to {hostnameVerifier}, which accepts any host name"
#   remedy: "Remove hadoop.ssl.hostname.verifier, and use certificates that cover the nodes' host names."
#   variants:
#     not_applied:
#       severity: info
#       message: "core-site sets hadoop.ssl.hostname.verifier to {hostnameVerifier}, which AWS documents as a classification only from emr-7.3.0, not for {release}"
#       remedy: "Remove hadoop.ssl.hostname.verifier: below emr-7.3.0 AWS documents core-site.xml on each node instead. If a
#         bootstrap action writes it there, use certificates that cover the nodes' host names."
package rules.cluster.hostname_verification_off

import data.logic
import data.value

checks contains {
	"id": c.id,
	"applies": value.is(c.inTransit, true),
	"violated": logic.all([value.is_in_any_case(c.hostnameVerifier, "allow_all"), logic.none([value.less_than(c.releaseNumber, _from)])]),
	"path": ["configurations_json"],
} if some c in input.clusters

checks contains {
	"id": c.id,
	"variant": "not_applied",
	"applies": value.is(c.inTransit, true),
	"violated": logic.all([value.is_in_any_case(c.hostnameVerifier, "allow_all"), value.less_than(c.releaseNumber, _from)]),
	"path": ["configurations_json"],
} if some c in input.clusters

# emr-7.3.0
_from := 7003000
