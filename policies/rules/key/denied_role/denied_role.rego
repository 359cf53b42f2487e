# METADATA
# title: Deny that hits a role of EMR
# description: |
#   An explicit Deny wins over every Allow. This one fits a role that EMR needs the key for, mostly because it denies everybody but a
#   list in which the role is missing.
# related_resources:
#   - description: AWS IAM User Guide, policy evaluation logic
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
# custom:
#   rowKind: keyUses
#   severity: error
#   message: "{blockedBy} denies {lacking} on the key {key} to {user}, which needs it for {place}"
#   remedy: Except {user} from the statement.
package rules.key.denied_role

import data.value

checks contains {
	"id": u.subject,
	"violated": value.is(u.blocker, "deny"),
	"at": u.blockedAt,
} if {
	some u in input.keyUses
}
