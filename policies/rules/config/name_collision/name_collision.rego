# METADATA
# title: A replacement uses a name that is still taken
# description: |
#   Every change replaces the security configuration. With create_before_destroy and a fixed name, Terraform creates the
#   new one while the old one still has that name, and the create request fails because names are unique. The same
#   happens with destroy = false in OpenTofu, which keeps the old one.
# related_resources:
#   - description: Amazon EMR API Reference, DescribeSecurityConfiguration (a configuration is identified by its name)
#     ref: https://docs.aws.amazon.com/emr/latest/APIReference/API_DescribeSecurityConfiguration.html
#   - description: "AWS CloudFormation User Guide, issue 927: a named security configuration cannot be replaced"
#     ref: https://github.com/awsdocs/aws-cloudformation-user-guide/issues/927
#   - https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/emr_security_configuration
# custom:
#   severity: warning
#   evidence: documented
#   read: "2026-11-28"
#   message: "the plan creates {name} before it destroys the old configuration of that name; the new one requires another name"
#   remedy: "Include a hash of the content in the name, or use name_prefix."
#   variants:
#     kept:
#       message: "the plan creates {name} and keeps the old configuration of that name; the new one requires another name"
package rules.config.name_collision

import data.logic
import data.sets
import data.value

checks contains {
	"id": c.id,
	"violated": logic.all([
		value.is(c.change, sets.configuration_change.replace),
		value.is(c.createBeforeDestroy, true),
		value.same(c.name, c.formerName),
	]),
	"path": ["name"],
} if some c in input.configurationChanges

checks contains {
	"id": c.id,
	"variant": "kept",
	"violated": logic.all([value.is(c.change, sets.configuration_change.succeed), value.same(c.name, c.formerName)]),
	"path": ["name"],
} if some c in input.configurationChanges
