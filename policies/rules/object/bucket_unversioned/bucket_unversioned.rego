# METADATA
# title: The bucket does not keep earlier versions of the object
# description: |
#   A node that joins a running cluster downloads the object again. Without versioning a new upload permanently replaces
#   the old one, so a faulty upload cannot be rolled back.
# related_resources:
#   - description: Amazon S3 User Guide, how S3 Versioning works
#     ref: https://docs.aws.amazon.com/AmazonS3/latest/userguide/versioning-workflows.html
#   - https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-encryption-enable.html
# custom:
#   severity: warning
#   evidence: practice
#   read: "2026-11-28"
#   message: "versioning is off for the bucket of {what}"
#   remedy: "Add an aws_s3_bucket_versioning resource with status Enabled for the bucket."
package rules.object.bucket_unversioned

import data.value

checks contains {
	"id": o.id,
	"violated": value.is(o.versioned, false),
} if some o in input.objects
