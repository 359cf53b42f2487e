# METADATA
# title: Condition for grants on other actions
# description: |
#   kms:GrantIsForAWSResource is carried by CreateGrant, ListGrants and RevokeGrant alone. In one statement with Decrypt or
#   GenerateDataKey it is never met, and those are never allowed.
# related_resources:
#   - description: AWS KMS Developer Guide, condition keys for AWS KMS
#     ref: https://docs.aws.amazon.com/kms/latest/developerguide/policy-conditions.html
# custom:
#   rowKind: keys
#   each: statements
#   severity: error
#   message: "statement {statement} of {policy.where} allows {actions} under kms:GrantIsForAWSResource, which their requests never carry"
#   remedy: Move {actions} to a statement without the condition.
package rules.key.grant_condition_on_crypto

import data.value

checks contains {
	"id": k.subject,
	"violated": value.present(s.neverAllows),
	"at": s.writtenAt,
	"params": {"statement": s.name, "actions": s.neverAllows},
} if {
	some k in input.keys
	some s in k.statements
}
