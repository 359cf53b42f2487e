# METADATA
# title: Only additions by AWS cause the replacement
# description: |
#   AWS adds properties to the security configuration it stores: an ExternalId for runtime roles, and the secret of a
#   managed CA. The Terraform provider compares the stored document with the sources, finds a difference in every plan,
#   and replaces the configuration although nothing changed.
# related_resources:
#   - description: "Terraform AWS provider, issue 37526: apply replaces the configuration because of ExternalId"
#     ref: https://github.com/hashicorp/terraform-provider-aws/issues/37526
#   - description: Terraform, ignore_changes
#     ref: https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle#ignore_changes
# custom:
#   severity: warning
#   evidence: fails
#   read: "2026-11-28"
#   message: "the plan replaces the configuration only because AWS added {replacedByEcho} to the stored document"
#   remedy: "Set ignore_changes = [configuration] in its lifecycle block, and change the name whenever the document has to change."
package rules.config.replaced_by_echo

import data.value

checks contains {
	"id": c.id,
	"violated": value.present(c.replacedByEcho),
	"path": ["configuration"],
} if some c in input.configurationChanges
