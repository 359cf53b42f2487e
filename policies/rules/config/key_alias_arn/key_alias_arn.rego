# METADATA
# title: A KMS key is named by the ARN of an alias
# description: |
#   EMR's reference asks for the ARN of a key. An alias can be pointed at another key at any time, and data that was
#   written with the former one needs that one for ever; nothing in the configuration would show the change.
# related_resources:
#   - description: Amazon EMR Management Guide, create a security configuration
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-create-security-configuration.html
#   - description: AWS KMS Developer Guide, aliases
#     ref: https://docs.aws.amazon.com/kms/latest/developerguide/alias-about.html
# custom:
#   rowKind: configurations
#   severity: warning
#   message: "AwsKmsKey of {place} is the alias {key}, need the ARN of the key behind it"
#   remedy: "Name the key itself: the attribute target_key_arn of the alias, or arn of aws_kms_key."
#   superseded_by: [config.unknown_property]
package rules.config.key_alias_arn

import data.at
import data.value

checks contains {
	"id": c.subject,
	"violated": value.is(section.keyForm, "alias ARN"),
	"path": array.concat(section.path, ["AwsKmsKey"]),
	"params": {"place": section.place, "key": section.key},
} if {
	some c in input.configurations
	some section in at.key_places(c)
}
