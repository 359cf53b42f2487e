# METADATA
# title: A role mapping of EMRFS is never used
# description: |
#   EMRFS uses the first mapping that matches. A mapping whose prefixes are all below a prefix of an earlier one is never
#   used, so its requests get the role of the broader mapping.
# related_resources:
#   - https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-create-security-configuration.html
#   - https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-emrfs-iam-roles.html
# custom:
#   each: roleMappings
#   severity: warning
#   evidence: documented
#   read: "2026-11-28"
#   message: "RoleMappings[{index}] is never used, because RoleMappings[{earlier}] matches all of its prefixes first"
#   remedy: "Move RoleMappings[{index}] before RoleMappings[{earlier}]."
#   superseded_by: [config.unknown_property]
package rules.config.role_mapping_shadowed

import data.at
import data.value

checks contains {
	"id": c.id,
	"violated": value.present(mapping.shadowedBy),
	"path": at.role_mapping(i),
	"params": {"index": i, "earlier": mapping.shadowedBy},
} if {
	some c in input.configurations
	some i, mapping in c.roleMappings
}
