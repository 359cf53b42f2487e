# METADATA
# title: KMS key that cannot encrypt data
# description: |
#   EMR, S3 and EBS work with symmetric encryption keys alone. With an asymmetric or HMAC key, or one made for signing, the
#   configuration is taken and every cluster fails.
# related_resources:
#   - description: AWS KMS Developer Guide, how Amazon EMR uses AWS KMS
#     ref: https://docs.aws.amazon.com/kms/latest/developerguide/services-emr.html
#   - description: AWS KMS Developer Guide, how Amazon EBS uses AWS KMS
#     ref: https://docs.aws.amazon.com/kms/latest/developerguide/services-ebs.html
# custom:
#   rowKind: keys
#   severity: error
#   message: "the key {key} is {spec} for {usage}, need SYMMETRIC_DEFAULT for ENCRYPT_DECRYPT"
#   remedy: Leave out customer_master_key_spec and key_usage, or name another key; spec and usage of a key cannot be changed.
package rules.key.not_symmetric

import data.logic
import data.value

checks contains {
	"id": k.subject,
	"violated": logic.any([
		value.other_than(k.spec, ["SYMMETRIC_DEFAULT"]),
		value.other_than(k.usage, ["ENCRYPT_DECRYPT"]),
	]),
	"path": ["customer_master_key_spec"],
} if {
	some k in input.keys
}
