# METADATA
# title: The object's key has an empty folder in it
# description: |
#   Terraform uploads the object under its key as written, while tools that read the S3 URI drop or fold slashes. Both then speak
#   of different objects.
# related_resources:
#   - description: Amazon S3 User Guide, naming objects
#     ref: https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html
#   - description: Terraform AWS provider, aws_s3_object
#     ref: https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/s3_object
# custom:
#   rowKind: objects
#   severity: error
#   message: "the key {name} begins with a slash or has two in a row"
#   remedy: Write the key without a leading slash and without empty parts.
package rules.object.key_slash

import data.value

checks contains {
	"id": o.subject,
	"violated": value.matches(o.name, "^/|//"),
	"path": ["key"],
} if {
	some o in input.objects
}
