# METADATA
# title: KMS key destroyed while EMR uses it
# description: |
#   Everything that was encrypted with a key is lost with it: objects in S3, logs, disks at the next boot. The configuration that
#   stays names a key that is going, and nothing notices before the wait for deletion is over.
# related_resources:
#   - description: AWS KMS Developer Guide, delete an AWS KMS key
#     ref: https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys.html
#   - description: AWS KMS Developer Guide, how Amazon EBS uses AWS KMS
#     ref: https://docs.aws.amazon.com/kms/latest/developerguide/services-ebs.html
# custom:
#   rowKind: keys
#   severity: error
#   message: "the plan destroys the key {key}, with which {stillUsedBy} encrypted data until now"
#   remedy: Keep the key until nothing encrypted with it is needed; take it out of Terraform with a removed block instead.
#   variants:
#     together:
#       severity: warning
#       message: "the plan destroys the key {key}, with which {formerlyUsedBy} encrypted: objects in S3 that it encrypted are lost"
#       remedy: Keep the key until no object encrypted with it is needed; take it out of Terraform with a removed block instead.
package rules.key.destroyed_in_use

import data.value

checks contains {
	"id": k.subject,
	"violated": value.present(k.stillUsedBy),
} if {
	some k in input.keys
}

checks contains {
	"id": k.subject,
	"variant": "together",
	"violated": value.present(k.formerlyUsedBy),
} if {
	some k in input.keys
}
