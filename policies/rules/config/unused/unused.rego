# METADATA
# title: No cluster in the input uses the security configuration
# description: |
#   A security configuration protects only clusters that name it. Where clusters are made elsewhere, by a scheduler or
#   in another state, this is as it should be; where they stand in the same plan, it was forgotten.
# related_resources:
#   - description: "Checkov, issue 1424: a security configuration that no cluster uses"
#     ref: https://github.com/bridgecrewio/checkov/issues/1424
# custom:
#   rowKind: configurationChanges
#   severity: info
#   message: "no cluster in the input uses it"
#   remedy: "Name it as security_configuration of the clusters that it is for, unless they are made elsewhere."
package rules.config.unused

import data.logic
import data.value

checks contains {
	"id": c.subject,
	"violated": logic.all([value.absent(c.usedBy), logic.none([value.is(c.change, "delete")])]),
} if {
	some c in input.configurationChanges
}
