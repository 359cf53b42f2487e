# METADATA
# title: The cluster has no security configuration
# description: |
#   Only a security configuration makes EMR encrypt traffic between nodes and local disks. Without one, disks are
#   encrypted only where EBS encryption by default, an encrypted AMI or the hardware of NVMe disks does it.
# related_resources:
#   - description: Amazon EMR Management Guide, specify a security configuration for a cluster
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-specify-security-configuration.html
#   - https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-create-security-configuration.html
# custom:
#   severity: warning
#   evidence: documented
#   read: "2026-11-28"
#   message: "the cluster has no security_configuration"
#   remedy: "Set security_configuration to the name of a security configuration."
#   variants:
#     elsewhere:
#       severity: info
#       message: "the security configuration {securityConfiguration} is not in the input"
#       remedy: "Lint it together with the cluster, or make sure that the stack that creates it is linted."
package rules.cluster.no_security_configuration

import data.value

checks contains {
	"id": c.id,
	"violated": value.absent(c.securityConfiguration),
} if some c in input.clusters

checks contains {
	"id": c.id,
	"variant": "elsewhere",
	"violated": value.is(c.configurationSeen, false),
	"path": ["security_configuration"],
} if some c in input.clusters
