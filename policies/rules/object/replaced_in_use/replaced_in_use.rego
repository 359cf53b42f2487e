# METADATA
# title: The plan takes away what running clusters still download
# description: |
#   Nodes that join a cluster later download the same object by the same name. Where the plan deletes it, or moves it to another
#   name, while a security configuration that stays still names it, those nodes do not come up.
# related_resources:
#   - description: Amazon EMR Management Guide, create keys and certificates for data encryption
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-encryption-enable.html
#   - description: Terraform AWS provider, aws_s3_object
#     ref: https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/s3_object
# custom:
#   rowKind: objects
#   severity: warning
#   message: "the plan takes {uri} away, which {stillUsedBy} still names"
#   remedy: Keep the former object until its clusters are gone, and give the new one a name of its own.
package rules.object.replaced_in_use

import data.value

checks contains {
	"id": o.subject,
	"violated": value.present(o.stillUsedBy),
} if {
	some o in input.objects
}
