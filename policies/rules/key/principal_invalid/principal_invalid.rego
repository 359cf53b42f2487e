# METADATA
# title: Key policy with a principal that KMS refuses
# description: |
#   Principals of a key policy are accounts, roles, users and services. An instance profile is not the role in it, a group is no
#   principal, and wildcards in an ARN are not taken: KMS refuses the whole policy.
# related_resources:
#   - description: AWS KMS Developer Guide, key policies
#     ref: https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html
# custom:
#   rowKind: keys
#   each: statements
#   severity: error
#   message: "statement {statement} of {policy.where} names a principal that KMS refuses: {because}"
#   remedy: Name the role itself by its ARN.
package rules.key.principal_invalid

import data.value

checks contains {
	"id": k.subject,
	"violated": value.present(s.invalidPrincipal),
	"at": s.writtenAt,
	"params": {"statement": s.name, "because": s.invalidBecause},
} if {
	some k in input.keys
	some s in k.statements
}
