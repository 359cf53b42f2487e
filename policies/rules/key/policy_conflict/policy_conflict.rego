# METADATA
# title: Two resources write the same key policy
# description: |
#   A key has one policy. The policy argument of aws_kms_key and an aws_kms_key_policy, or two of the latter, overwrite
#   each other, and every plan shows a change.
# related_resources:
#   - description: Terraform AWS provider, aws_kms_key_policy
#     ref: https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/kms_key_policy
# custom:
#   severity: error
#   evidence: documented
#   read: "2026-11-28"
#   message: "{policy.conflict} both write the policy of the key {key}; only one may"
#   remedy: "Keep one of them, and move all statements there."
package rules.key.policy_conflict

import data.value

checks contains {
	"id": k.id,
	"violated": value.present(k.policy.conflict),
	"at": k.policy.writtenAt,
} if some k in input.keys
