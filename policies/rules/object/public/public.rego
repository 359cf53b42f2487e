# METADATA
# title: Everybody may read what the nodes download
# description: |
#   The bundle holds the private key of every node, and a JAR may hold key material or the code that makes it. Public access to
#   the object gives both to the world.
# related_resources:
#   - description: Amazon S3 User Guide, blocking public access
#     ref: https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
#   - description: Amazon EMR Management Guide, create keys and certificates for data encryption
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-encryption-enable.html
# custom:
#   rowKind: objects
#   severity: error
#   message: "{publicBy} lets everybody read {what}"
#   remedy: Remove the grant to everybody, block public access to the bucket, and issue a new private key.
package rules.object.public

import data.value

checks contains {
	"id": o.subject,
	"violated": value.present(o.publicBy),
} if {
	some o in input.objects
}
