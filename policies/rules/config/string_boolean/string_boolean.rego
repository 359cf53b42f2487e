# METADATA
# title: A boolean is written as a string
# description: |
#   One AWS example writes "true" in quotes, but AWS documents booleans and not what EMR makes of a string. AWS Control
#   Tower's controls treat anything but the boolean true as encryption turned off.
# related_resources:
#   - https://docs.aws.amazon.com/controltower/latest/controlreference/emr-rules.html
#   - https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-create-security-configuration.html
# custom:
#   severity: warning
#   evidence: documented
#   read: "2026-11-28"
#   message: "{property} is a string; true or false without quotes is required"
#   remedy: "Write the boolean without quotes."
package rules.config.string_boolean

import data.sets
import data.value

checks contains {
	"id": p.id,
	"violated": value.is(p.problem, sets.property_problem.boolean_in_quotes),
	"path": p.path,
} if some p in input.properties
