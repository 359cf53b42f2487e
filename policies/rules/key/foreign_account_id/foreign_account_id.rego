# METADATA
# title: KMS key of another account without its ARN
# description: |
#   An id or the name of an alias is looked up in the account that asks. A key of another account is found by its ARN alone; without
#   it nodes ask their own account for a key that is not there, or for another one of that name.
# related_resources:
#   - description: AWS KMS Developer Guide, use KMS keys in other accounts
#     ref: https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-modifying-external-accounts.html
#   - description: Amazon EMR Management Guide, create keys and certificates for data encryption
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-encryption-enable.html
# custom:
#   rowKind: keys
#   each: places
#   severity: error
#   message: "{place} of {configuration} names the key {key} of account {account} by its {named}, need its ARN"
#   remedy: Write the key's full ARN.
package rules.key.foreign_account_id

import data.logic
import data.value

checks contains {
	"id": k.subject,
	"violated": logic.all([
		value.one_of(p.named, ["id", "alias name"]),
		value.present(k.account),
		value.present(p.account),
		logic.none([value.same(k.account, p.account)]),
	]),
	"params": {"place": p.place, "configuration": p.configuration, "named": p.named},
} if {
	some k in input.keys
	some p in k.places
}
