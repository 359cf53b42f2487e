# METADATA
# title: The plan replaces or deletes a security configuration in use
# description: |
#   A security configuration cannot be changed, and EMR refuses to delete one that a cluster uses. Schedulers also start
#   clusters by its name. A replacement fails in the middle of the apply, or leaves new clusters with a name that no
#   longer exists.
# related_resources:
#   - description: "Pulumi AWS, issue 1469: a security configuration in use cannot be deleted"
#     ref: https://github.com/pulumi/pulumi-aws/issues/1469
#   - description: "Terraform AWS provider, issue 6279: InvalidRequestException when a security configuration in use is destroyed"
#     ref: https://github.com/hashicorp/terraform-provider-aws/issues/6279
#   - https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/emr_security_configuration
# custom:
#   severity: warning
#   evidence: refused
#   read: "2026-11-28"
#   superseded_by: [config.replaced_by_echo]
#   message: "the plan replaces the configuration while {usedBy} uses it; EMR refuses to delete a configuration in use"
#   remedy: "Keep the old configuration beside the new one until no cluster uses it, and destroy it then."
#   variants:
#     destroyed:
#       message: "the plan destroys the configuration while {usedBy} uses it; EMR refuses to delete a configuration in use"
#       remedy: "Remove the cluster first, or let it use another security configuration."
package rules.config.replaced_in_use

import data.logic
import data.sets
import data.value

checks contains {
	"id": c.id,
	"violated": logic.all([value.is(c.change, sets.configuration_change.replace), value.present(c.usedBy)]),
} if some c in input.configurationChanges

checks contains {
	"id": c.id,
	"variant": "destroyed",
	"violated": logic.all([value.is(c.change, sets.configuration_change.delete), value.present(c.usedBy)]),
} if some c in input.configurationChanges
