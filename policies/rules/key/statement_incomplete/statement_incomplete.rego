# METADATA
# title: Key policy statement that does nothing
# description: |
#   A statement needs principal, action and resource. KMS stores one without action or resource, and it takes no effect: whoever reads
#   the policy sees a right that is not there. The same is true of an action that is misspelt: KMS stores what it does not know.
# related_resources:
#   - description: AWS KMS Developer Guide, key policies
#     ref: https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html
# custom:
#   rowKind: keys
#   each: statements
#   severity: error
#   message: "statement {statement} of {policy.where} has no {element}, so it does nothing for the key {key}"
#   remedy: Add {element} to the statement; in a key policy Resource is always *.
#   variants:
#     misspelt:
#       severity: error
#       message: "statement {statement} of {policy.where} names {action}, which is no action of KMS, so it does nothing for the key {key}"
#       remedy: "Write {meant} instead of {action}."
package rules.key.statement_incomplete

import data.value

checks contains {
	"id": k.subject,
	"violated": value.present(s.lacks),
	"at": s.writtenAt,
	"params": {"statement": s.name, "element": s.lacks},
} if {
	some k in input.keys
	some s in k.statements
}

checks contains {
	"id": k.subject,
	"variant": "misspelt",
	"violated": value.present(s.misspelt),
	"at": s.writtenAt,
	"params": {"statement": s.name, "action": s.misspelt, "meant": s.meant},
} if {
	some k in input.keys
	some s in k.statements
}
