# METADATA
# title: Nodes cannot reach KMS
# description: |
#   A node requests the data key of its local disks from KMS when it starts. In a private subnet with neither a KMS
#   endpoint nor a route out of the VPC, the request times out and the cluster fails to start. An endpoint without
#   private DNS, or of another Region, does not serve the host name that the node resolves. The rule is not evaluated
#   if the VPC, its routes or its endpoints are not in the input.
# related_resources:
#   - description: AWS Key Management Service Developer Guide, how Amazon EMR uses AWS KMS
#     ref: https://docs.aws.amazon.com/kms/latest/developerguide/services-emr.html
#   - description: Amazon EMR Management Guide, Amazon VPC options when you launch a cluster
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-clusters-in-a-vpc.html
#   - description: AWS Key Management Service Developer Guide, connecting through a VPC endpoint
#     ref: https://docs.aws.amazon.com/kms/latest/developerguide/kms-vpc-endpoint.html
# custom:
#   severity: warning
#   evidence: documented
#   read: "2026-11-28"
#   message: "local disks are encrypted with a KMS key, but the input has no route from {subnetWithoutKms} to KMS"
#   remedy: "Add an interface endpoint for com.amazonaws.<region>.kms with private DNS to the VPC, or a default route to a NAT gateway."
#   variants:
#     no_routes:
#       severity: info
#       message: "local disks are encrypted with a KMS key, and the VPC of {subnetWithoutKms} has no route or endpoint to KMS in the input"
#       remedy: "If neither is created elsewhere, add an interface endpoint for com.amazonaws.<region>.kms with private DNS, or a default route to a NAT gateway."
package rules.key.no_network_path

import data.logic
import data.value

checks contains {
	"id": c.id,
	"violated": logic.all([value.present(c.subnetWithoutKms), value.is(c.makesRoutes, true)]),
	"path": ["ec2_attributes"],
} if some c in input.clusters

checks contains {
	"id": c.id,
	"variant": "no_routes",
	"violated": logic.all([value.present(c.subnetWithoutKms), value.is(c.makesRoutes, false)]),
	"path": ["ec2_attributes"],
} if some c in input.clusters
