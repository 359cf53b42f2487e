# METADATA
# title: A zip is uploaded as text
# description: |
#   content is text in UTF-8. A zip or a JAR is not: Terraform replaces every byte that is no UTF-8, and EMR cannot open what
#   arrives.
# related_resources:
#   - description: Terraform AWS provider, aws_s3_object
#     ref: https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/s3_object
# custom:
#   rowKind: objects
#   severity: error
#   message: "content holds {what}, and is for UTF-8 text only"
#   remedy: Give the file's path as source, and its hash as source_hash.
#   superseded_by: [object.private_key_in_state]
package rules.object.text_content

import data.value

checks contains {
	"id": o.subject,
	"violated": value.is(o.carrier, "content"),
	"path": ["content"],
} if {
	some o in input.objects
}
