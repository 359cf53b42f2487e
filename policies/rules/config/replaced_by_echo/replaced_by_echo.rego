# METADATA
# title: The plan replaces a configuration only because of what AWS added to it
# description: |
#   AWS adds properties to the security configuration that it stores: an ExternalId for runtime roles, the secret of a
#   managed CA. Terraform's provider compares the stored document with the sources, sees a difference on every plan, and
#   replaces the configuration although nothing was changed.
# related_resources:
#   - description: "Terraform AWS provider, issue 37526: apply replaces the configuration because of ExternalId"
#     ref: https://github.com/hashicorp/terraform-provider-aws/issues/37526
#   - description: Terraform, ignore_changes
#     ref: https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle#ignore_changes
# custom:
#   rowKind: configurationChanges
#   severity: warning
#   message: "the plan replaces the configuration only because AWS added {replacedByEcho} to the document that it stores"
#   remedy: "In its lifecycle block, set ignore_changes = [configuration], and write a new name whenever the document has to change."
package rules.config.replaced_by_echo

import data.value

checks contains {
	"id": c.subject,
	"violated": value.present(c.replacedByEcho),
	"path": ["configuration"],
} if {
	some c in input.configurationChanges
}
