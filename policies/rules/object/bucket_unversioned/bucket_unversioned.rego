# METADATA
# title: Former bundles are lost when a new one is uploaded
# description: |
#   A node that joins a running cluster downloads the bundle again. Without versioning a new upload replaces the old bytes for
#   ever, so an upload that turns out wrong cannot be taken back.
# related_resources:
#   - description: Amazon S3 User Guide, how S3 Versioning works
#     ref: https://docs.aws.amazon.com/AmazonS3/latest/userguide/versioning-workflows.html
#   - description: Amazon EMR Management Guide, create keys and certificates for data encryption
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-encryption-enable.html
# custom:
#   rowKind: objects
#   severity: warning
#   message: "the bucket of {what} keeps no former versions"
#   remedy: Add an aws_s3_bucket_versioning with status Enabled to the bucket.
package rules.object.bucket_unversioned

import data.value

checks contains {
	"id": o.subject,
	"violated": value.is(o.versioned, false),
} if {
	some o in input.objects
}
