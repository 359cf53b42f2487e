# METADATA
# title: The key policy has an invalid principal
# description: |
#   Principals of a key policy are accounts, roles, users and services. KMS refuses the whole policy if a principal is an
#   instance profile, a group, or an ARN with a wildcard.
# related_resources:
#   - https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html
#   - description: AWS IAM User Guide, the Principal element (no wildcards in an ARN, no groups)
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
# custom:
#   each: statements
#   severity: error
#   evidence: documented
#   read: "2026-11-28"
#   message: "statement {statement} of {policy.where} has a principal that KMS refuses: {because}"
#   remedy: "Use the ARN of the role itself."
package rules.key.principal_invalid

import data.value

checks contains {
	"id": k.id,
	"violated": value.present(s.invalidPrincipal),
	"at": s.writtenAt,
	"params": {"statement": s.name, "because": s.invalidBecause},
} if {
	some k in input.keys
	some s in k.statements
}
