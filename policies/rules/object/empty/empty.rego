# METADATA
# title: The object has no content
# description: |
#   With neither source nor content Terraform creates an object of zero bytes without a warning. EMR then fails to unzip
#   it when a cluster starts.
# related_resources:
#   - https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/s3_object
# custom:
#   severity: error
#   evidence: fails
#   read: "2026-11-28"
#   message: "{what} has neither source nor content, so Terraform uploads zero bytes"
#   remedy: "Set source to the path of the file and source_hash to its hash."
package rules.object.empty

import data.value

checks contains {
	"id": o.id,
	"applies": value.is(o.seen, true),
	"violated": value.absent(o.carrier),
} if some o in input.objects
