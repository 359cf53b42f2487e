# METADATA
# title: A replacement is made under the name that is still taken
# description: |
#   Every edit of a security configuration is a replacement. With create_before_destroy and a fixed name, the new one
#   is created while the former still has that name, and EMR refuses it. The same with `destroy = false` of OpenTofu, by
#   which the former stays.
# related_resources:
#   - description: Terraform AWS provider, aws_emr_security_configuration
#     ref: https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/emr_security_configuration
# custom:
#   rowKind: configurationChanges
#   severity: warning
#   message: "the plan creates {name} again before the former one is destroyed, need another name"
#   remedy: "Let the name carry a hash of the content, or use name_prefix."
#   variants:
#     kept:
#       severity: warning
#       message: "the plan creates {name} again and keeps the former one, need another name"
#       remedy: "Let the name carry a hash of the content, or use name_prefix."
package rules.config.name_collision

import data.logic
import data.value

checks contains {
	"id": c.subject,
	"violated": logic.all([
		value.is(c.change, "replace"),
		value.is(c.createBeforeDestroy, true),
		value.same(c.name, c.formerName),
	]),
	"path": ["name"],
} if {
	some c in input.configurationChanges
}

checks contains {
	"id": c.subject,
	"variant": "kept",
	"violated": logic.all([value.is(c.change, "succeed"), value.same(c.name, c.formerName)]),
	"path": ["name"],
} if {
	some c in input.configurationChanges
}
