# METADATA
# title: The key policy allows every AWS account
# description: |
#   In a key policy, Principal * means every AWS account. Only a condition on the caller (such as aws:PrincipalOrgID,
#   aws:PrincipalArn or kms:CallerAccount) or on its network (aws:SourceVpce, aws:SourceIp) limits it, and only if its value
#   does: arn:aws:iam::*:role/emr and 0.0.0.0/0 fit callers of every account. kms:ViaService does not limit the account.
# related_resources:
#   - https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html
# custom:
#   each: statements
#   severity: error
#   evidence: documented
#   read: "2026-11-28"
#   message: "statement {statement} of {policy.where} allows every AWS account to use the key {key} without a condition on the caller"
#   remedy: "Use the roles as principals, or add a condition on aws:PrincipalOrgID or kms:CallerAccount."
package rules.key.policy_public

import data.value

checks contains {
	"id": k.id,
	"violated": value.is(s.public, true),
	"at": s.writtenAt,
	"params": {"statement": s.name},
} if {
	some k in input.keys
	some s in k.statements
}
