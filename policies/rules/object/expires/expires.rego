# METADATA
# title: The bucket's lifecycle deletes the object
# description: |
#   Nodes download the object whenever they start: with the cluster, when it grows, and when one is replaced. Once a
#   lifecycle rule has deleted the object (in a versioned bucket, hidden it behind a delete marker), they do not start.
# related_resources:
#   - description: Amazon S3 User Guide, managing the lifecycle of objects, expiration
#     ref: https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-expire-general-considerations.html
#   - description: Terraform AWS provider, aws_s3_bucket_lifecycle_configuration
#     ref: https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/s3_bucket_lifecycle_configuration
# custom:
#   since: "0.2.0"
#   severity: warning
#   evidence: documented
#   read: "2026-11-28"
#   message: "{expiredBy} deletes {what} {name}, which nodes download whenever they start"
#   remedy: "Limit the rule to a prefix that does not contain {name}, or remove its expiration."
package rules.object.expires

import data.value

checks contains {
	"id": o.id,
	"violated": value.present(o.expiredBy),
} if some o in input.objects
