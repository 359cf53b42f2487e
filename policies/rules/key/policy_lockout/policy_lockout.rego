# METADATA
# title: The key policy locks out its administrators
# description: |
#   If no statement allows kms:PutKeyPolicy, the key can no longer be managed or deleted without AWS Support. KMS checks
#   this only for the caller that writes the policy, and not at all if the check is bypassed.
# related_resources:
#   - https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
#   - https://docs.aws.amazon.com/kms/latest/APIReference/API_PutKeyPolicy.html
# custom:
#   severity: error
#   evidence: documented
#   read: "2026-11-28"
#   message: "{policy.where} allows no principal to call kms:PutKeyPolicy on the key {key}"
#   remedy: "Keep the statement that allows kms:* for the root of the account, or name administrators."
#   variants:
#     bypass:
#       severity: warning
#       message: "the lockout safety check for the key {key} is bypassed"
#       remedy: "Remove bypass_policy_lockout_safety_check."
package rules.key.policy_lockout

import data.logic
import data.value

checks contains {
	"id": k.id,
	"violated": logic.all([value.is(k.policy.written, true), value.is(k.policy.administered, false)]),
	"at": k.policy.writtenAt,
} if some k in input.keys

checks contains {
	"id": k.id,
	"variant": "bypass",
	"violated": value.is(k.policy.bypass, true),
	"at": k.policy.bypassedAt,
} if some k in input.keys
