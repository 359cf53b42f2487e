# METADATA
# title: A condition on kms:ViaService blocks direct calls by nodes
# description: |
#   A statement with kms:ViaService for S3 matches SSE-KMS, where S3 calls KMS on behalf of the role. Nodes that decrypt
#   their disks, or encrypt objects themselves (CSE-KMS), call KMS directly, and the statement does not allow it.
# related_resources:
#   - https://docs.aws.amazon.com/kms/latest/developerguide/services-emr.html
#   - https://docs.aws.amazon.com/kms/latest/developerguide/policy-conditions.html
# custom:
#   severity: error
#   evidence: documented
#   read: "2026-11-28"
#   message: "{blockedBy} allows {user} to use the key {key} only through the service in kms:ViaService, but for {place} the node calls {lacking} directly"
#   remedy: "Allow {lacking} for {user} in a statement without kms:ViaService."
#   variants:
#     deny:
#       message: "{blockedBy} denies {user} the key {key} unless the service in kms:ViaService asks for it, but for {place} the node calls {lacking} directly"
#       remedy: "Exempt {user} from {blockedBy}: add the condition ArnNotEquals with aws:PrincipalArn set to {user} beside {blockedCondition}."
package rules.key.via_service_blocks_direct

import data.logic
import data.sets
import data.value

checks contains {
	"id": u.id,
	"violated": logic.all([value.is(u.direct, true), value.is(u.blocker, sets.blocker.kms_via_service), value.absent(u.denial)]),
	"at": u.blockedAt,
} if some u in input.keyUses

checks contains {
	"id": u.id,
	"variant": "deny",
	"violated": logic.all([value.is(u.direct, true), value.is(u.blocker, sets.blocker.kms_via_service), value.present(u.denial)]),
	"at": u.blockedAt,
} if some u in input.keyUses
