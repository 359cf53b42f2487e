# METADATA
# title: KMS does not accept the text of the key policy
# description: |
#   A key policy is limited to 32,768 bytes and to Latin-1 characters. A longer policy, or one with a typographic dash or
#   quote in a Sid, fails during the apply.
# related_resources:
#   - https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html
#   - https://docs.aws.amazon.com/kms/latest/APIReference/API_PutKeyPolicy.html
# custom:
#   severity: error
#   evidence: documented
#   read: "2026-11-28"
#   message: "{policy.where} is {policy.bytes} bytes long; a key policy can have at most {limit}"
#   remedy: "Combine roles in fewer statements, or use grants."
#   variants:
#     character:
#       message: "{policy.where} contains the character {policy.foreignCharacter}, which is not Latin-1"
#       remedy: "Use only Latin-1 characters in the policy."
package rules.key.policy_too_large

import data.value

checks contains {
	"id": k.id,
	"violated": value.more_than(k.policy.bytes, _limit),
	"at": k.policy.writtenAt,
	"params": {"limit": _limit},
} if some k in input.keys

checks contains {
	"id": k.id,
	"variant": "character",
	"violated": value.present(k.policy.foreignCharacter),
	"at": k.policy.writtenAt,
} if some k in input.keys

# KMS quota "key policy document size"
_limit := 32768
