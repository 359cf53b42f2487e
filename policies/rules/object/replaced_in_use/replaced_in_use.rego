# METADATA
# title: The plan removes an object that clusters still download
# description: |
#   Nodes that join a cluster later download the same object. If the plan deletes or renames it while a remaining
#   security configuration names it, these nodes do not start.
# related_resources:
#   - https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-encryption-enable.html
#   - https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/s3_object
# custom:
#   severity: warning
#   evidence: practice
#   read: "2026-11-28"
#   message: "the plan removes {uri}, which {stillUsedBy} still names"
#   remedy: "Keep the old object until its clusters are gone, and give the new one a different key."
package rules.object.replaced_in_use

import data.value

checks contains {
	"id": o.id,
	"violated": value.present(o.stillUsedBy),
} if some o in input.objects
