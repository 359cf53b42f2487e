# METADATA
# title: Key policy that nobody may change
# description: |
#   Where no statement lets anybody call kms:PutKeyPolicy, the key cannot be managed or deleted again except through AWS Support. KMS
#   checks this only for the one who writes the policy, and not at all where the check is bypassed.
# related_resources:
#   - description: AWS KMS Developer Guide, default key policy
#     ref: https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
#   - description: AWS KMS API Reference, PutKeyPolicy
#     ref: https://docs.aws.amazon.com/kms/latest/APIReference/API_PutKeyPolicy.html
# custom:
#   rowKind: keys
#   severity: error
#   message: "{policy.where} lets nobody call kms:PutKeyPolicy on the key {key}"
#   remedy: Keep the statement that allows kms:* to the root of the account, or name administrators.
#   variants:
#     bypass:
#       severity: error
#       message: "the check against locking oneself out of the key {key} is bypassed"
#       remedy: Leave bypass_policy_lockout_safety_check out.
package rules.key.policy_lockout

import data.logic
import data.value

checks contains {
	"id": k.subject,
	"violated": logic.all([value.is(k.policy.written, true), value.is(k.policy.administered, false)]),
	"at": k.policy.writtenAt,
} if {
	some k in input.keys
}

checks contains {
	"id": k.subject,
	"variant": "bypass",
	"violated": value.is(k.policy.bypass, true),
	"at": k.policy.bypassedAt,
} if {
	some k in input.keys
}
