# METADATA
# title: KMS key with the default policy
# description: |
#   Without a policy of its own a key hands every decision to the IAM policies of the account: whoever may write those may use the
#   key. The roles that EMR uses are seen nowhere near it.
# related_resources:
#   - description: AWS KMS Developer Guide, default key policy
#     ref: https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
# custom:
#   rowKind: keys
#   severity: info
#   message: "the key {key} has the default policy, so the IAM policies of the account alone decide who uses it"
#   remedy: Write a key policy that names the roles EMR uses.
package rules.key.default_policy

import data.logic
import data.value

checks contains {
	"id": k.subject,
	"violated": logic.all([value.is(k.policy.written, false), value.is(k.destroyed, false)]),
} if {
	some k in input.keys
}
