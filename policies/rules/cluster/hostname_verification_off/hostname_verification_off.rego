# METADATA
# title: Nodes do not check whose certificate they see
# description: |
#   With the verifier ALLOW_ALL a node takes any certificate of a trusted authority for that of the host it meant to reach. One
#   node's private key then stands for all of them.
# related_resources:
#   - description: Amazon EMR Management Guide, create keys and certificates for data encryption
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-encryption-enable.html
# custom:
#   rowKind: clusters
#   severity: warning
#   message: "core-site has hadoop.ssl.hostname.verifier {hostnameVerifier}, which takes any certificate"
#   remedy: Remove hadoop.ssl.hostname.verifier, and use certificates that name the hosts.
package rules.cluster.hostname_verification_off

import data.value

checks contains {
	"id": c.subject,
	"applies": value.is(c.inTransit, true),
	"violated": value.matches(c.hostnameVerifier, "^(?i)allow_all$"),
	"path": ["configurations_json"],
} if {
	some c in input.clusters
}
