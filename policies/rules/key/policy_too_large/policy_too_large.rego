# METADATA
# title: Key policy that KMS refuses for its text
# description: |
#   A key policy holds at most 32,768 bytes, in characters of Latin-1. A longer one, or one with a dash or quote of another alphabet
#   in a Sid, fails at apply.
# related_resources:
#   - description: AWS KMS Developer Guide, key policies
#     ref: https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html
#   - description: AWS KMS API Reference, PutKeyPolicy
#     ref: https://docs.aws.amazon.com/kms/latest/APIReference/API_PutKeyPolicy.html
# custom:
#   rowKind: keys
#   severity: error
#   message: "{policy.where} is {policy.bytes} bytes, and a key policy holds {limit} at most"
#   remedy: Name roles in fewer statements, or give rights by grants.
#   variants:
#     character:
#       severity: error
#       message: "{policy.where} holds the character {policy.foreignCharacter}, which is not Latin-1"
#       remedy: Write the policy in Latin-1 characters.
package rules.key.policy_too_large

import data.value

checks contains {
	"id": k.subject,
	"violated": value.more_than(k.policy.bytes, _limit),
	"at": k.policy.writtenAt,
	"params": {"limit": _limit},
} if {
	some k in input.keys
}

checks contains {
	"id": k.subject,
	"variant": "character",
	"violated": value.present(k.policy.foreignCharacter),
	"at": k.policy.writtenAt,
} if {
	some k in input.keys
}

# KMS quota "key policy document size"
_limit := 32768
