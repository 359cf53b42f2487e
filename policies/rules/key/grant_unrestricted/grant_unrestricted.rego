# METADATA
# title: Service role that may grant to anybody
# description: |
#   CreateGrant hands rights on, to whomever the grant names and past every policy. EBS needs it for AWS services alone, and
#   kms:GrantIsForAWSResource says so.
# related_resources:
#   - description: AWS KMS Developer Guide, condition keys for AWS KMS
#     ref: https://docs.aws.amazon.com/kms/latest/developerguide/policy-conditions.html
#   - description: Amazon EBS User Guide, requirements for Amazon EBS encryption
#     ref: https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption-requirements.html
# custom:
#   rowKind: keyUses
#   severity: warning
#   message: "the service role {user} may create grants on the key {key} for anybody, need kms:GrantIsForAWSResource = true"
#   remedy: Move kms:CreateGrant to a statement with the condition Bool kms:GrantIsForAWSResource true.
package rules.key.grant_unrestricted

import data.value

checks contains {
	"id": u.subject,
	"violated": value.is(u.grantsFreely, true),
	"at": u.policyAt,
} if {
	some u in input.keyUses
}
