# METADATA
# title: The file to upload does not exist
# description: |
#   Terraform does not open the file behind source during the plan. The apply fails later, after keys and buckets have
#   been created.
# related_resources:
#   - https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/s3_object
# custom:
#   severity: error
#   evidence: fails
#   read: "2026-11-28"
#   message: "the file {missingSource}, named by source, does not exist"
#   remedy: "Create the file before the plan. If source is relative to another folder, run the linter with --root."
package rules.object.source_missing

import data.value

checks contains {
	"id": o.id,
	"violated": value.present(o.missingSource),
	"path": ["source"],
} if some o in input.objects
