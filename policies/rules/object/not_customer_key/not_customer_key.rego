# METADATA
# title: The nodes' private key is not encrypted with a customer managed key
# description: |
#   With its own keys S3 decrypts the object for anyone who may read it. A customer managed KMS key adds a second
#   permission, with its own policy and an audit log of every use.
# related_resources:
#   - description: Amazon S3 User Guide, server-side encryption with KMS keys
#     ref: https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
#   - https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-encryption-enable.html
# custom:
#   severity: warning
#   evidence: practice
#   read: "2026-11-28"
#   message: "{what} is encrypted with {encryptedWith}; this project requires a customer managed KMS key"
#   remedy: "Set server_side_encryption to aws:kms and kms_key_id to the ARN of a KMS key that the instance role may decrypt with."
package rules.object.not_customer_key

import data.sets
import data.value

checks contains {
	"id": o.id,
	"applies": value.is(o.holdsPrivateKey, true),
	"violated": value.other_than(o.encryptedWith, [sets.object_encryption.a_customer_managed_key]),
} if some o in input.objects
