# METADATA
# title: A condition on the encryption context blocks local disks
# description: |
#   Nodes decrypt the data key of their disks without an encryption context. A condition on kms:EncryptionContext, which
#   suits S3, never matches these requests, and the node fails to start.
# related_resources:
#   - https://docs.aws.amazon.com/kms/latest/developerguide/services-emr.html
#   - https://docs.aws.amazon.com/kms/latest/developerguide/policy-conditions.html
# custom:
#   severity: error
#   evidence: documented
#   read: "2026-11-28"
#   message: "{blockedBy} allows {user} to use the key {key} only with an encryption context, which local disks do not send"
#   remedy: "Allow {lacking} for {user} in a statement without a condition on kms:EncryptionContext."
#   variants:
#     deny:
#       message: "{blockedBy} denies {user} the key {key} unless the request has a certain encryption context, but local disks send none"
#       remedy: "Exempt {user} from {blockedBy}: add the condition ArnNotEquals with aws:PrincipalArn set to {user} beside {blockedCondition}."
package rules.key.context_blocks_local_disk

import data.logic
import data.sets
import data.value

checks contains {
	"id": u.id,
	"applies": value.is(u.purpose, sets.key_purpose.local_disk),
	"violated": logic.all([value.is(u.blocker, sets.blocker.kms_encryption_context), value.absent(u.denial)]),
	"at": u.blockedAt,
} if some u in input.keyUses

checks contains {
	"id": u.id,
	"variant": "deny",
	"applies": value.is(u.purpose, sets.key_purpose.local_disk),
	"violated": logic.all([value.is(u.blocker, sets.blocker.kms_encryption_context), value.present(u.denial)]),
	"at": u.blockedAt,
} if some u in input.keyUses
