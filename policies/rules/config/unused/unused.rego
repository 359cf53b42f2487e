# METADATA
# title: No cluster in the input uses the security configuration
# description: |
#   A security configuration protects only clusters that name it. This is normal if a scheduler or another state starts
#   the clusters, and a mistake if they are in the same plan.
# related_resources:
#   - description: "Checkov, issue 1424: a security configuration that no cluster uses"
#     ref: https://github.com/bridgecrewio/checkov/issues/1424
# custom:
#   severity: info
#   evidence: practice
#   read: "2026-11-23"
#   message: "no cluster in the input uses the security configuration"
#   remedy: "Set security_configuration of the clusters to its name, unless they are created elsewhere."
package rules.config.unused

import data.logic
import data.sets
import data.value

checks contains {
	"id": c.id,
	"violated": logic.all([
		value.absent(c.usedBy),
		logic.none([value.one_of(c.change, [sets.configuration_change.delete, sets.configuration_change.replace])]),
	]),
} if some c in input.configurationChanges
