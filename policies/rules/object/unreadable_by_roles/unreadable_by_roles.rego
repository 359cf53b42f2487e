# METADATA
# title: The nodes may not read what they download
# description: |
#   Every node downloads the zip of certificates, or a provider's JAR, with the role of its instance profile. Where neither the
#   bucket's policy nor the role's own policies allow s3:GetObject, or one denies it, the cluster ends before it starts.
# related_resources:
#   - description: Amazon EMR Management Guide, create keys and certificates for data encryption
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-encryption-enable.html
#   - description: Amazon S3 User Guide, how Amazon S3 authorizes a request for an object operation
#     ref: https://docs.aws.amazon.com/AmazonS3/latest/userguide/how-s3-evaluates-access-control.html
#   - description: Amazon EMR Management Guide, prerequisites of trusted identity propagation (the service role reads the bundle)
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-trusted-identity-prerequisites.html
# custom:
#   rowKind: objects
#   severity: warning
#   message: "the nodes' role {unreadableBy} may not read {what}, need s3:GetObject on {uri}"
#   remedy: "Allow s3:GetObject on {uri} to {unreadableBy}, in a policy of the role or of the bucket."
#   variants:
#     service:
#       severity: info
#       message: "the service role {unreadableByService} may not read {what} {uri}"
#       remedy: "One page of AWS says that the service role reads it; allow s3:GetObject to {unreadableByService} as well where clusters fail without it."
package rules.object.unreadable_by_roles

import data.value

checks contains {
	"id": o.subject,
	"violated": value.present(o.unreadableBy),
} if {
	some o in input.objects
}

checks contains {
	"id": o.subject,
	"variant": "service",
	"violated": value.present(o.unreadableByService),
} if {
	some o in input.objects
}
