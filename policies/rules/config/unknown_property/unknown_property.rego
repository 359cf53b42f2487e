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
#   rowKind: properties
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
#       message: "{section} has no property {property}; it belongs in {belongsIn}"
#       remedy: "Move {property} into {belongsIn}."
#     left_out:
#       severity: error
#       message: "{section} has no properties {property}; they belong in {belongsIn}"
#       remedy: "Move them into {belongsIn}."
#     type:
#       severity: error
#       message: "{property} of {section} is of type {found}, need {expected}"
#       remedy: "Write a value of type {expected}."
#     quoted:
#       severity: warning
#       message: "{property} of {section} is a number in quotes or no number, need {expected}"
#       remedy: "Write the number without quotes."
#     of_aws:
#       severity: warning
#       message: "{section} has the property {property}, which only AWS writes"
#       remedy: "Remove {property}, and add ignore_changes = [configuration] where Terraform then wants to replace it."
package rules.config.unknown_property

import data.value

checks contains {
	"id": p.subject,
	"violated": value.is(p.problem, "unknown property"),
	"path": p.path,
	"meant": p.meant,
} if {
	some p in input.properties
}

checks contains {
	"id": p.subject,
	"variant": "misspelt",
	"violated": value.is(p.problem, "misspelt property"),
	"path": p.path,
	"meant": p.meant,
} if {
	some p in input.properties
}

checks contains {
	"id": p.subject,
	"variant": "misplaced",
	"violated": value.is(p.problem, "misplaced property"),
	"path": p.path,
	"meant": p.meant,
} if {
	some p in input.properties
}

checks contains {
	"id": p.subject,
	"variant": "left_out",
	"violated": value.is(p.problem, "misplaced properties"),
	"path": p.path,
	"meant": p.meant,
} if {
	some p in input.properties
}

checks contains {
	"id": p.subject,
	"variant": "type",
	"violated": value.is(p.problem, "wrong type"),
	"path": p.path,
	"meant": p.meant,
} if {
	some p in input.properties
}

checks contains {
	"id": p.subject,
	"variant": "quoted",
	"violated": value.is(p.problem, "number in quotes"),
	"path": p.path,
	"meant": p.meant,
} if {
	some p in input.properties
}

checks contains {
	"id": p.subject,
	"variant": "of_aws",
	"violated": value.is(p.problem, "property of AWS"),
	"path": p.path,
} if {
	some p in input.properties
}
