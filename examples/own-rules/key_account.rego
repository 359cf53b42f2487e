# METADATA
# title: Keys come from the security account
# description: Every KMS key that EMR uses belongs to the account where keys are kept.
package rules.acme.key_account

import data.logic
import data.value

checks contains {
	"id": c.id,
	"title": "KMS key of another account",
	"severity": "error",
	"message": "{place} uses the KMS key {key}; a key of the account {account} is required",
	"remedy": "Ask the security team for a key of {account}, and use its ARN.",
	"violated": logic.all([value.present(place.key), value.mismatches(place.key, _ours)]),
	"params": {"place": place.name, "key": place.key, "account": _account},
} if {
	some c in input.configurations
	some place in [
		{"name": "S3EncryptionConfiguration", "key": c.s3.key},
		{"name": "LocalDiskEncryptionConfiguration", "key": c.localDisk.key},
	]
}

_account := "999988887777"

_ours := concat("", [`^arn:aws:kms:[a-z0-9-]+:`, _account, `:key/`])
