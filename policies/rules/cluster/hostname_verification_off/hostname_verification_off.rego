# METADATA
# title: Host name verification is turned off
# description: |
#   With the verifier ALLOW_ALL a node accepts any certificate of a trusted CA for any host, so the private key of one
#   node can impersonate all of them. AWS asks for ALLOW_ALL only if the common name is not a wildcard.
# related_resources:
#   - description: Amazon EMR Management Guide, create keys and certificates for data encryption
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-encryption-enable.html
# custom:
#   rowKind: clusters
#   severity: warning
#   evidence: documented
#   read: "2026-11-28"
#   message: "core-site sets hadoop.ssl.hostname.verifier to {hostnameVerifier}, which accepts any host name"
#   remedy: "Remove hadoop.ssl.hostname.verifier, and use certificates that cover the nodes' host names."
package rules.cluster.hostname_verification_off

import data.value

checks contains {
	"id": c.id,
	"applies": value.is(c.inTransit, true),
	"violated": value.is_in_any_case(c.hostnameVerifier, "allow_all"),
	"path": ["configurations_json"],
} if {
	some c in input.clusters
}
