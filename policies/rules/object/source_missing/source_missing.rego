# METADATA
# title: The file to upload is not there
# description: |
#   A plan does not open the file behind source, so it passes; the apply then fails half way, after keys and buckets are made.
# related_resources:
#   - description: Terraform AWS provider, aws_s3_object
#     ref: https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/s3_object
# custom:
#   rowKind: objects
#   severity: error
#   message: "source {missingSource} is not there"
#   remedy: Make the file before the plan, or lint with --root on the folder that source is relative to.
package rules.object.source_missing

import data.value

checks contains {
	"id": o.subject,
	"violated": value.present(o.missingSource),
	"path": ["source"],
} if {
	some o in input.objects
}
