# METADATA
# title: The configuration has a property that EMR does not know
# description: |
#   EMR refuses a security configuration with a property it does not know: "object has invalid properties". Terraform
#   does not look inside the document, so a misspelt or misplaced property passes every plan and fails the apply. So does
#   a value of another type than the property has. What follows from the mistake elsewhere in the document is not told.
# related_resources:
#   - description: "Amazon EMR Management Guide, pull request 23: EMR refuses properties that it does not know"
#     ref: https://github.com/awsdocs/amazon-emr-management-guide/pull/23
#   - description: Amazon EMR Management Guide, create a security configuration
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-create-security-configuration.html
# custom:
#   subject: properties
#   severity: error
#   message: "{section} has no property {property}"
#   remedy: "Remove the property, or move it to where EMR expects it."
#   variants:
#     misspelt:
#       severity: error
#       message: "{section} has no property {property}, but {nearest}"
#       remedy: "Write {nearest}."
#     misplaced:
#       severity: error
#       message: "{section} has no property {property}; it belongs in {home}"
#       remedy: "Move {property} into {home}."
#     left_out:
#       severity: error
#       message: "{section} has no properties {property}; they belong in {home}"
#       remedy: "Move them into {home}."
#     type:
#       severity: error
#       message: "{property} of {section} is of type {found}, need {expected}"
#       remedy: "Write a value of type {expected}."
#     quoted:
#       severity: warning
#       message: "{property} of {section} is a number in quotes or no number, need {expected}"
#       remedy: "Write the number without quotes."
package rules.config.unknown_property

import data.logic
import data.value

checks contains {
	"subject": p.subject,
	"violated": logic.all([
		value.is(p.problem, "unknown property"),
		logic.any([value.open(p.nearest), value.absent(p.nearest)]),
		logic.any([value.open(p.nearest), value.open(p.belongsIn), value.absent(p.belongsIn)]),
	]),
	"path": p.path,
	"meant": p.meant,
	"params": {"property": p.property, "section": p.section},
} if {
	some p in input.properties
}

checks contains {
	"subject": p.subject,
	"variant": "misspelt",
	"violated": logic.all([
		value.is(p.problem, "unknown property"),
		logic.none([value.open(p.nearest)]),
		value.present(p.nearest),
	]),
	"path": p.path,
	"meant": p.meant,
	"params": {"property": p.property, "section": p.section, "nearest": p.nearest},
} if {
	some p in input.properties
}

checks contains {
	"subject": p.subject,
	"variant": "misplaced",
	"violated": logic.all([
		value.is(p.problem, "unknown property"),
		logic.none([value.open(p.nearest), value.open(p.belongsIn)]),
		value.absent(p.nearest),
		value.present(p.belongsIn),
		value.is(p.several, false),
	]),
	"path": p.path,
	"meant": p.meant,
	"params": {"property": p.property, "section": p.section, "home": p.belongsIn},
} if {
	some p in input.properties
}

checks contains {
	"subject": p.subject,
	"variant": "left_out",
	"violated": logic.all([
		value.is(p.problem, "unknown property"),
		logic.none([value.open(p.nearest), value.open(p.belongsIn)]),
		value.absent(p.nearest),
		value.present(p.belongsIn),
		value.is(p.several, true),
	]),
	"path": p.path,
	"meant": p.meant,
	"params": {"property": p.property, "section": p.section, "home": p.belongsIn},
} if {
	some p in input.properties
}

# booleans in quotes have a rule of their own
checks contains {
	"subject": p.subject,
	"variant": "type",
	"violated": logic.all([
		value.is(p.problem, "wrong type"),
		logic.none([logic.all([value.one_of(p.expected, ["boolean", "integer"]), value.is(p.found, "string")])]),
	]),
	"path": p.path,
	"meant": p.meant,
	"params": {"property": p.property, "section": p.section, "found": p.found, "expected": p.expected},
} if {
	some p in input.properties
}

checks contains {
	"subject": p.subject,
	"variant": "quoted",
	"violated": logic.all([
		value.is(p.problem, "wrong type"),
		value.is(p.expected, "integer"),
		value.is(p.found, "string"),
	]),
	"path": p.path,
	"meant": p.meant,
	"params": {"property": p.property, "section": p.section, "expected": p.expected},
} if {
	some p in input.properties
}
