# METADATA
# title: The bucket's policy denies the upload
# description: |
#   A bucket's policy often denies uploads without encryption, or with a KMS key other than the bucket's. Such a
#   statement evaluates the headers of the upload, not the bucket's default encryption, so an object that relies on the
#   default is denied, and the apply ends with AccessDenied.
# related_resources:
#   - description: Amazon S3 User Guide, policy keys for server-side encryption
#     ref: https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
#   - https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
# custom:
#   severity: warning
#   evidence: documented
#   read: "2026-11-28"
#   message: "{uploadDeniedBy} denies the upload of {what}"
#   remedy: "Exclude the role that applies the plan from the statement."
#   variants:
#     condition:
#       message: "{uploadDeniedBy} denies the upload of {what}, by its condition on {uploadDeniedFor}"
#       remedy: "Set what the statement requires on the object (kms_key_id, server_side_encryption), or exclude this object from the statement."
package rules.object.upload_denied

import data.logic
import data.value

checks contains {
	"id": o.id,
	"violated": logic.all([value.present(o.uploadDeniedBy), value.absent(o.uploadDeniedFor)]),
} if some o in input.objects

checks contains {
	"id": o.id,
	"variant": "condition",
	"violated": logic.all([value.present(o.uploadDeniedBy), value.present(o.uploadDeniedFor)]),
} if some o in input.objects
