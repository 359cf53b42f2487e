# METADATA
# title: Key policy open to every account
# description: |
#   Principal * in a key policy means every account of AWS, not everybody of one's own. Only a condition that says who asks
#   (aws:PrincipalOrgID, aws:PrincipalArn, kms:CallerAccount and the like) keeps strangers out; one on the way they come does not.
# related_resources:
#   - description: AWS KMS Developer Guide, key policies
#     ref: https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html
# custom:
#   rowKind: keys
#   each: statements
#   severity: error
#   message: "statement {statement} of {policy.where} allows every account of AWS to use the key {key}, and no condition says who"
#   remedy: Name the roles as principals, or add a condition on aws:PrincipalOrgID or kms:CallerAccount.
package rules.key.policy_public

import data.value

checks contains {
	"id": k.subject,
	"violated": value.is(s.public, true),
	"at": s.writtenAt,
	"params": {"statement": s.name},
} if {
	some k in input.keys
	some s in k.statements
}
