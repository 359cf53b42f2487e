# METADATA
# title: A key policy statement has no effect
# description: |
#   A statement needs a principal, an action and a resource. KMS stores a statement without action or resource, or with a
#   misspelt action, but it grants nothing.
# related_resources:
#   - https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html
# custom:
#   each: statements
#   severity: error
#   evidence: documented
#   read: "2026-11-28"
#   message: "statement {statement} of {policy.where} has no {element}, so it has no effect on the key {key}"
#   remedy: "Add {element} to the statement; in a key policy Resource is always *."
#   variants:
#     misspelt:
#       message: "statement {statement} of {policy.where} contains {action}, which AWS KMS does not have: this has no effect on the key {key}"
#       remedy: "Write {meant} instead of {action}."
package rules.key.statement_incomplete

import data.value

checks contains {
	"id": k.id,
	"violated": value.present(s.lacks),
	"at": s.writtenAt,
	"params": {"statement": s.name, "element": s.lacks},
} if {
	some k in input.keys
	some s in k.statements
}

checks contains {
	"id": k.id,
	"variant": "misspelt",
	"violated": value.present(s.misspelt),
	"at": s.writtenAt,
	"params": {"statement": s.name, "action": s.misspelt, "meant": s.meant},
} if {
	some k in input.keys
	some s in k.statements
}
