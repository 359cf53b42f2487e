# METADATA
# title: A condition for grants blocks other actions
# description: |
#   Only requests for CreateGrant, ListGrants and RevokeGrant contain kms:GrantIsForAWSResource. A statement with this
#   condition never allows Decrypt or GenerateDataKey.
# related_resources:
#   - https://docs.aws.amazon.com/kms/latest/developerguide/policy-conditions.html
# custom:
#   each: statements
#   severity: error
#   evidence: documented
#   read: "2026-11-28"
#   message: "statement {statement} of {policy.where} allows {actions} only under kms:GrantIsForAWSResource, which their requests never contain"
#   remedy: "Move {actions} to a statement without this condition."
package rules.key.grant_condition_on_crypto

import data.value

checks contains {
	"id": k.id,
	"violated": value.present(s.neverAllows),
	"at": s.writtenAt,
	"params": {"statement": s.name, "actions": s.neverAllows},
} if {
	some k in input.keys
	some s in k.statements
}
