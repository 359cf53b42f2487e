# METADATA
# title: The object is publicly readable
# description: |
#   The bundle contains the private key of every node, and a JAR can contain key material or the code that creates it.
#   Public access exposes both.
# related_resources:
#   - description: Amazon S3 User Guide, blocking public access
#     ref: https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
#   - description: Amazon EMR Management Guide, create keys and certificates for data encryption
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-encryption-enable.html
# custom:
#   severity: error
#   evidence: documented
#   read: "2026-11-28"
#   message: "{publicBy} makes {what} publicly readable"
#   remedy: "Remove the public grant, block public access to the bucket, and issue a new private key."
package rules.object.public

import data.value

checks contains {
	"id": o.id,
	"violated": value.present(o.publicBy),
} if some o in input.objects
