# METADATA
# title: The KMS key cannot encrypt data
# description: |
#   EMR, S3 and EBS support only symmetric encryption keys. An asymmetric key, an HMAC key or a signing key creates no
#   data keys for them. Terraform does not compare the key with its use.
# related_resources:
#   - https://docs.aws.amazon.com/kms/latest/developerguide/services-emr.html
#   - https://docs.aws.amazon.com/kms/latest/developerguide/services-ebs.html
# custom:
#   severity: error
#   evidence: documented
#   read: "2026-11-28"
#   message: "the key {key} is a {spec} key for {usage}; a SYMMETRIC_DEFAULT key for ENCRYPT_DECRYPT is required"
#   remedy: "Remove customer_master_key_spec and key_usage, or use another key; these properties of a key cannot be changed."
package rules.key.not_symmetric

import data.logic
import data.value

checks contains {
	"id": k.id,
	"violated": logic.any([
		value.other_than(k.spec, ["SYMMETRIC_DEFAULT"]),
		value.other_than(k.usage, ["ENCRYPT_DECRYPT"]),
	]),
	"path": ["customer_master_key_spec"],
} if some k in input.keys
