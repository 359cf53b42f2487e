# METADATA
# title: A KMS key of another account is not given by its ARN
# description: |
#   KMS looks up a key id or an alias name in the account of the caller. A key of another account can be found only by
#   its ARN; otherwise nodes find no key, or another one with the same alias.
# related_resources:
#   - description: AWS KMS Developer Guide, use KMS keys in other accounts
#     ref: https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-modifying-external-accounts.html
#   - https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-encryption-enable.html
# custom:
#   each: places
#   severity: error
#   evidence: documented
#   read: "2026-11-28"
#   message: "{place} of {configuration} names the key {key} of account {account} by its {named}; its ARN is required"
#   remedy: "Use the key's full ARN."
package rules.key.foreign_account_id

import data.logic
import data.sets
import data.value

checks contains {
	"id": k.id,
	"violated": logic.all([
		value.one_of(p.named, [sets.key_name_form.key_id, sets.key_name_form.alias_name]),
		value.different(k.account, p.account),
	]),
	"params": {"place": p.place, "configuration": p.configuration, "named": p.named},
} if {
	some k in input.keys
	some p in k.places
}
