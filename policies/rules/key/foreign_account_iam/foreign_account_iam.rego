# METADATA
# title: A key of another account that the own account's IAM policies do not allow
# description: |
#   A key's policy may let in a role of another account, yet that is half of it: the IAM policies of the role's own account must allow
#   the same actions on the key's ARN. In the key's own account either is enough, so this is easily forgotten.
# related_resources:
#   - description: AWS KMS Developer Guide, allowing users in other accounts to use a KMS key
#     ref: https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-modifying-external-accounts.html
# custom:
#   rowKind: keyUses
#   severity: info
#   message: "the IAM policies of {user} that are visible do not allow {lackingOfOwnAccount} on {key}, the key of another account for {place}"
#   remedy: Attach a policy to {user} that allows {lackingOfOwnAccount} on the key's ARN.
package rules.key.foreign_account_iam

import data.value

checks contains {
	"id": u.subject,
	"violated": value.present(u.lackingOfOwnAccount),
	"at": u.policyAt,
} if {
	some u in input.keyUses
}
