# METADATA
# title: The KMS key has the default key policy
# description: |
#   Without a key policy of its own, the IAM policies of the account decide who may use the key: anyone who can write IAM
#   policies can grant it. The key does not show which roles EMR uses.
# related_resources:
#   - https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
# custom:
#   severity: info
#   evidence: recommended
#   read: "2026-11-23"
#   message: "the key {key} has the default key policy, so IAM policies alone decide who can use it"
#   remedy: "Write a key policy that names the roles that EMR uses."
package rules.key.default_policy

import data.logic
import data.value

checks contains {
	"id": k.id,
	"violated": logic.all([value.is(k.policy.written, false), value.is(k.destroyed, false)]),
} if some k in input.keys
