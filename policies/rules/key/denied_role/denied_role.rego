# METADATA
# title: A key policy denies a role that EMR needs
# description: |
#   An explicit Deny overrides every Allow. This one matches a role that EMR needs the key for, usually because it denies
#   everyone except a list that lacks the role.
# related_resources:
#   - description: AWS IAM User Guide, policy evaluation logic
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
# custom:
#   rowKind: keyUses
#   severity: error
#   evidence: documented
#   read: "2026-11-28"
#   message: "{blockedBy} denies {lacking} on the key {key} for {user}, which needs it for {place}"
#   remedy: "Exclude {user} from the statement."
package rules.key.denied_role

import data.sets
import data.value

checks contains {
	"id": u.id,
	"violated": value.is(u.blocker, sets.blocker.deny),
	"at": u.blockedAt,
} if {
	some u in input.keyUses
}
