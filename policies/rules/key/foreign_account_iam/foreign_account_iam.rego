# METADATA
# title: IAM policies do not allow the use of another account's key
# description: |
#   For a key in another account, the key policy alone is not enough: IAM policies in the role's account must allow the
#   same actions on the key's ARN. Within one account either of them is enough, so this is easily missed.
# related_resources:
#   - description: AWS KMS Developer Guide, allowing users in other accounts to use a KMS key
#     ref: https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-modifying-external-accounts.html
# custom:
#   severity: info
#   evidence: documented
#   read: "2026-11-23"
#   message: "the visible IAM policies of {user} do not allow {lackingOfOwnAccount} on {key}, the key of another account for {place}"
#   remedy: "Attach a policy to {user} that allows {lackingOfOwnAccount} on the key's ARN."
package rules.key.foreign_account_iam

import data.value

checks contains {
	"id": u.id,
	"violated": value.present(u.lackingOfOwnAccount),
	"at": u.policyAt,
} if some u in input.keyUses
