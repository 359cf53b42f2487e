# METADATA
# title: A KMS key is not given by its ARN
# description: |
#   The EMR reference requires a full ARN. A key id or an alias name is looked up in the account and Region of the
#   caller, where it may not exist or may name another key.
# related_resources:
#   - https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-create-security-configuration.html
#   - description: AWS KMS Developer Guide, key identifiers
#     ref: https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html
#   - https://docs.aws.amazon.com/kms/latest/developerguide/services-emr.html
# custom:
#   severity: error
#   evidence: documented
#   read: "2026-11-28"
#   message: "AwsKmsKey of {place} is {key}, {form}; the ARN of a key is required"
#   remedy: "Use the key's full ARN: arn of aws_kms_key, or arn:<partition>:kms:<Region>:<account>:key/<id>."
#   variants:
#     account:
#       message: "AwsKmsKey of {place} is {key}, whose account id has {digits} digits, not 12"
#       remedy: "Write all 12 digits of the account id, leading zeros included."
#     id:
#       severity: warning
#       message: "AwsKmsKey of {place} is {key}, which does not end in the id of a KMS key"
#       remedy: "Copy the key's ARN from AWS KMS: its id is a UUID, or mrk- and 32 hexadecimal digits for a multi-Region key."
#     empty:
#       message: "AwsKmsKey of {place} is empty"
#       remedy: "Use the key's full ARN, or remove AwsKmsKey."
#   superseded_by: [config.unknown_property]
package rules.config.key_not_arn

import data.at
import data.sets
import data.value

checks contains {
	"id": c.id,
	"violated": value.is(section.keyForm, form),
	"path": array.concat(section.path, ["AwsKmsKey"]),
	"params": {"place": section.place, "key": section.keyWritten, "form": words},
} if {
	some c in input.configurations
	some section in at.key_places(c)
	some form, words in {"key id": "a bare key id", "alias name": "the name of an alias", "other": "not a name that KMS knows"}
}

checks contains {
	"id": c.id,
	"variant": variant,
	"violated": value.is(section.keyForm, form),
	"path": array.concat(section.path, ["AwsKmsKey"]),
	"params": {"place": section.place, "key": section.keyWritten, "digits": section.keyAccountDigits},
} if {
	some c in input.configurations
	some section in at.key_places(c)
	some variant, form in {
		"account": sets.key_form.arn_with_a_wrong_account,
		"id": sets.key_form.arn_with_another_id,
		"empty": sets.key_form.empty,
	}
}
