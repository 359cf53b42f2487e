# METADATA
# title: The object is publicly readable
# description: |
#   The bundle contains the private key of every node, and a JAR can contain key material or the code that creates it.
#   Public access exposes both.
# related_resources:
#   - https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
#   - https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-encryption-enable.html
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
