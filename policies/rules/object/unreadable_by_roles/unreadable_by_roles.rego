# METADATA
# title: The nodes' role cannot read the object
# description: |
#   Every node downloads the bundle or the provider's JAR with the role of its instance profile. If neither the bucket
#   policy nor the role's policies allow s3:GetObject, or one denies it, the cluster fails to start.
# related_resources:
#   - https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-encryption-enable.html
#   - description: Amazon S3 User Guide, how Amazon S3 authorizes a request for an object operation
#     ref: https://docs.aws.amazon.com/AmazonS3/latest/userguide/how-s3-evaluates-access-control.html
#   - description: Amazon EMR Management Guide, prerequisites of trusted identity propagation (the service role reads the bundle)
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-trusted-identity-prerequisites.html
# custom:
#   severity: warning
#   evidence: documented
#   read: "2026-11-28"
#   message: "the nodes' role {unreadableBy} cannot read {what}; s3:GetObject on {uri} is required"
#   remedy: "Allow s3:GetObject on {uri} for {unreadableBy} in a policy of the role or the bucket."
#   variants:
#     service:
#       severity: info
#       message: "the service role {unreadableByService} cannot read {what}, {uri}"
#       remedy: "According to one AWS page, the service role reads the object. If clusters fail to start, allow s3:GetObject for {unreadableByService} as well."
package rules.object.unreadable_by_roles

import data.value

checks contains {
	"id": o.id,
	"violated": value.present(o.unreadableBy),
} if some o in input.objects

checks contains {
	"id": o.id,
	"variant": "service",
	"violated": value.present(o.unreadableByService),
} if some o in input.objects
