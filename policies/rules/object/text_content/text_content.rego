# METADATA
# title: A binary file is uploaded as text
# description: |
#   The argument content is UTF-8 text. Terraform's file() refuses a zip, and a zip that another program read as UTF-8
#   text is damaged.
# related_resources:
#   - https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/s3_object
# custom:
#   severity: error
#   evidence: fails
#   read: "2026-11-28"
#   message: "content is set to {what}, but accepts only UTF-8 text"
#   remedy: "Set source to the path of the file and source_hash to its hash."
#   superseded_by: [object.private_key_in_state]
package rules.object.text_content

import data.sets
import data.value

checks contains {
	"id": o.id,
	"violated": value.is(o.carrier, sets.content_carrier.content),
	"path": ["content"],
} if some o in input.objects
