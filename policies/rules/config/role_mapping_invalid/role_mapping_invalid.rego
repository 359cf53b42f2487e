# METADATA
# title: A role mapping of EMRFS is invalid
# description: |
#   EMRFS uses the first mapping that matches the user, group or prefix of a request, and the instance role if none does.
#   A mapping that matches nothing silently gives users more or less access than intended.
# related_resources:
#   - https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-create-security-configuration.html
#   - https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-emrfs-iam-roles.html
# custom:
#   each: roleMappings
#   severity: error
#   evidence: documented
#   read: "2026-11-28"
#   message: "Role of RoleMappings[{index}] is {role}; the ARN of an IAM role is required"
#   remedy: "Use the full ARN of the role."
#   variants:
#     account:
#       message: "Role of RoleMappings[{index}] is {role}, whose account id has {digits} digits, not 12"
#       remedy: "Write all 12 digits of the account id, leading zeros included."
#     identifier_type:
#       message: "IdentifierType of RoleMappings[{index}] is {type}; User, Group or Prefix is required"
#       remedy: "Use User, Group or Prefix, and identifiers of that kind only."
#     identifiers:
#       message: "Identifiers of RoleMappings[{index}] is empty, so the mapping matches nothing"
#       remedy: "List the users, groups or prefixes that the role is for, or remove the mapping."
#     prefix:
#       message: "Identifiers of RoleMappings[{index}] contains the prefix {prefix}; a prefix that starts with s3:// is required"
#       remedy: "Write prefixes as s3://bucket/path."
#   superseded_by: [config.unknown_property]
package rules.config.role_mapping_invalid

import data.at
import data.logic
import data.sets
import data.value

checks contains {
	"id": c.id,
	"violated": logic.all([value.one_of(mapping.roleForm, [sets.role_form.role_name, sets.role_form.other]), value.absent(mapping.roleAccountDigits)]),
	"path": array.concat(at.role_mapping(i), ["Role"]),
	"params": {"index": i, "role": mapping.role},
} if {
	some c in input.configurations
	some i, mapping in c.roleMappings
}

checks contains {
	"id": c.id,
	"variant": "account",
	"violated": value.present(mapping.roleAccountDigits),
	"path": array.concat(at.role_mapping(i), ["Role"]),
	"params": {"index": i, "role": mapping.role, "digits": mapping.roleAccountDigits},
} if {
	some c in input.configurations
	some i, mapping in c.roleMappings
}

checks contains {
	"id": c.id,
	"variant": "identifier_type",
	"violated": logic.none([value.one_of(mapping.identifierType, [sets.identifier_type.user, sets.identifier_type.group, sets.identifier_type.prefix])]),
	"path": array.concat(at.role_mapping(i), ["IdentifierType"]),
	"params": {"index": i, "type": mapping.identifierType},
} if {
	some c in input.configurations
	some i, mapping in c.roleMappings
}

checks contains {
	"id": c.id,
	"variant": "identifiers",
	"violated": value.less_than(mapping.identifiers, 1),
	"path": array.concat(at.role_mapping(i), ["Identifiers"]),
	"params": {"index": i},
} if {
	some c in input.configurations
	some i, mapping in c.roleMappings
}

checks contains {
	"id": c.id,
	"variant": "prefix",
	"violated": value.present(mapping.strayPrefix),
	"path": array.concat(at.role_mapping(i), ["Identifiers"]),
	"params": {"index": i, "prefix": mapping.strayPrefix},
} if {
	some c in input.configurations
	some i, mapping in c.roleMappings
}
