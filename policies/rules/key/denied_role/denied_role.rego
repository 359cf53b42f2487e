# METADATA
# title: A key policy denies a role that EMR needs
# description: |
#   An explicit Deny overrides every Allow. This one matches a role that EMR needs the key for, usually because it denies
#   everyone except a list that lacks the role. A permissions boundary that leaves the key out has the same effect.
# related_resources:
#   - https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
#   - description: AWS IAM User Guide, NotPrincipal
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
#   - description: AWS IAM User Guide, permissions boundaries
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
# custom:
#   severity: error
#   evidence: documented
#   read: "2026-11-28"
#   message: "{blockedBy} denies {lacking} on the key {key} for {user}, which needs it for {place}"
#   remedy: "Remove {user} from Principal of {blockedBy}, or {lacking} from its actions."
#   variants:
#     names_everyone:
#       message: "{blockedBy} denies everyone {lacking} on the key {key}, {user} included, which needs it for {place}"
#       remedy: "Exempt {user} from {blockedBy}: add the condition ArnNotEquals with aws:PrincipalArn set to {user}."
#     lists_exceptions:
#       message: "{blockedBy} denies {lacking} on the key {key} for {user}, which is not among the exceptions of {blockedCondition} and needs it for {place}"
#       remedy: "Add {user} to the values of {blockedCondition} in {blockedBy}."
#     condition:
#       message: "{blockedBy} denies {lacking} on the key {key} for {user}, whose requests for {place} meet its condition {blockedCondition}"
#       remedy: "Exempt {user} from {blockedBy}: add the condition ArnNotEquals with aws:PrincipalArn set to {user} beside {blockedCondition}."
#     not_principal:
#       message: "{blockedBy} denies {lacking} on the key {key} for {user}, which its NotPrincipal does not exempt and which needs it for {place}"
#       remedy: "Replace NotPrincipal in {blockedBy} by Principal * with the condition ArnNotEquals on aws:PrincipalArn, as AWS recommends, and list {user} there."
#     own_policy:
#       message: "{user} is denied {lacking} on the key {key}, which it needs for {place}, by its own {blockedBy}"
#       remedy: "Remove {lacking} from {blockedBy}, or change its Resource or NotResource so that it does not cover the key {key}."
#     boundary:
#       message: "the permissions boundary of {user}, {blockedBy}, does not include {lacking} on the key {key}, which it needs for {place}"
#       remedy: "Allow {lacking} on the key {key} in {blockedBy}, or give {user} another permissions boundary."
package rules.key.denied_role

import data.logic
import data.sets
import data.value

checks contains {
	"id": u.id,
	"violated": logic.all([value.is(u.blocker, sets.blocker.deny), value.is(u.denial, sets.denial.names_the_user)]),
	"at": u.blockedAt,
} if some u in input.keyUses

checks contains {
	"id": u.id,
	"variant": variant,
	"violated": logic.all([value.is(u.blocker, sets.blocker.deny), value.is(u.denial, denial)]),
	"at": u.blockedAt,
} if {
	some u in input.keyUses
	some variant, denial in sets.denial
	variant != "names_the_user"
}
