# METADATA
# title: The object's key has empty path segments
# description: |
#   The Terraform provider removes leading slashes and merges repeated ones when it uploads the object. An S3 URI that is
#   built from the argument key then names an object that does not exist.
# related_resources:
#   - description: Amazon S3 User Guide, naming objects
#     ref: https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html
#   - https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/s3_object
# custom:
#   severity: error
#   evidence: fails
#   read: "2026-11-28"
#   message: "the key {name} starts with a slash or contains two in a row"
#   remedy: "Write the key without a leading slash and without empty path segments."
package rules.object.key_slash

import data.logic
import data.value

checks contains {
	"id": o.id,
	"violated": logic.any([value.starts_with(o.name, "/"), value.includes(o.name, "//")]),
	"path": ["key"],
} if some o in input.objects
