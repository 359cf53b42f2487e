# METADATA
# title: The object is made without content
# description: |
#   Terraform makes an object of zero bytes where neither source nor content is given, without a word. EMR then fails to unzip it
#   when a cluster starts.
# related_resources:
#   - description: Terraform AWS provider, aws_s3_object
#     ref: https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/s3_object
# custom:
#   rowKind: objects
#   severity: error
#   message: "{what} has neither source nor content: an object of zero bytes"
#   remedy: Give the file's path as source, and its hash as source_hash.
package rules.object.empty

import data.value

checks contains {
	"id": o.subject,
	"applies": value.is(o.seen, true),
	"violated": value.absent(o.carrier),
} if {
	some o in input.objects
}
