# METADATA
# title: Key policy that lets nodes in through S3 alone
# description: |
#   With kms:ViaService = s3 a statement fits SSE-KMS, where S3 asks in the role's name. Nodes that unlock their disks, or encrypt
#   objects themselves (CSE-KMS), ask KMS directly, and the statement does not allow them.
# related_resources:
#   - description: AWS KMS Developer Guide, how Amazon EMR uses AWS KMS
#     ref: https://docs.aws.amazon.com/kms/latest/developerguide/services-emr.html
#   - description: AWS KMS Developer Guide, condition keys for AWS KMS
#     ref: https://docs.aws.amazon.com/kms/latest/developerguide/policy-conditions.html
# custom:
#   rowKind: keyUses
#   severity: error
#   message: "{blockedBy} allows {user} the key {key} only through the service in kms:ViaService; for {place} the node asks for {lacking} directly"
#   remedy: Allow {lacking} to {user} in a statement without kms:ViaService.
package rules.key.via_service_blocks_direct

import data.logic
import data.value

checks contains {
	"id": u.subject,
	"violated": logic.all([value.is(u.direct, true), value.is(u.blocker, "kms:ViaService")]),
	"at": u.blockedAt,
} if {
	some u in input.keyUses
}
