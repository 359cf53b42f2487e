# METADATA
# title: A KMS key is given by the ARN of an alias
# description: |
#   The EMR reference requires the ARN of a key. An alias can be moved to another key at any time, which nothing in the
#   configuration shows, and data written before still needs the old key.
# related_resources:
#   - https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-create-security-configuration.html
#   - description: AWS KMS Developer Guide, aliases
#     ref: https://docs.aws.amazon.com/kms/latest/developerguide/alias-about.html
# custom:
#   severity: warning
#   evidence: documented
#   read: "2026-11-28"
#   message: "AwsKmsKey of {place} is the alias {key}; the ARN of its key is required"
#   remedy: "Use the key itself: target_key_arn of the alias, or arn of aws_kms_key."
#   superseded_by: [config.unknown_property]
package rules.config.key_alias_arn

import data.at
import data.sets
import data.value

checks contains {
	"id": c.id,
	"violated": value.is(section.keyForm, sets.key_form.alias_arn),
	"path": array.concat(section.path, ["AwsKmsKey"]),
	"params": {"place": section.place, "key": section.keyWritten},
} if {
	some c in input.configurations
	some section in at.key_places(c)
}
