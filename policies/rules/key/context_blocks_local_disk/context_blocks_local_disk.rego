# METADATA
# title: Encryption context asked of local disks
# description: |
#   Nodes unlock their disks without encryption context. A condition on kms:EncryptionContext, right for S3, is never met there, and
#   the node fails when it boots.
# related_resources:
#   - description: AWS KMS Developer Guide, how Amazon EMR uses AWS KMS
#     ref: https://docs.aws.amazon.com/kms/latest/developerguide/services-emr.html
#   - description: AWS KMS Developer Guide, condition keys for AWS KMS
#     ref: https://docs.aws.amazon.com/kms/latest/developerguide/policy-conditions.html
# custom:
#   rowKind: keyUses
#   severity: error
#   message: "{blockedBy} allows {user} the key {key} only with encryption context, and local disks send none"
#   remedy: Allow {lacking} to {user} in a statement without a condition on kms:EncryptionContext.
package rules.key.context_blocks_local_disk

import data.value

checks contains {
	"id": u.subject,
	"applies": value.is(u.purpose, "local-disk"),
	"violated": value.is(u.blocker, "kms:EncryptionContext"),
	"at": u.blockedAt,
} if {
	some u in input.keyUses
}
