# METADATA
# title: A cluster without a security configuration
# description: |
#   A security configuration is the only place where EMR takes encryption of local disks and of traffic between nodes. A cluster
#   without one encrypts neither, whatever else the stack declares.
# related_resources:
#   - description: Amazon EMR Management Guide, specify a security configuration for a cluster
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-specify-security-configuration.html
#   - description: Amazon EMR Management Guide, create a security configuration
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-create-security-configuration.html
# custom:
#   rowKind: clusters
#   severity: warning
#   message: the cluster has no security_configuration
#   remedy: Name one as security_configuration.
#   variants:
#     elsewhere:
#       severity: info
#       message: "the security configuration {securityConfiguration} is not in the input"
#       remedy: Lint it together with the cluster, or see that its own stack is linted.
package rules.cluster.no_security_configuration

import data.value

checks contains {
	"id": c.subject,
	"violated": value.absent(c.securityConfiguration),
} if {
	some c in input.clusters
}

checks contains {
	"id": c.subject,
	"variant": "elsewhere",
	"violated": value.is(c.configurationSeen, false),
	"path": ["security_configuration"],
} if {
	some c in input.clusters
}
