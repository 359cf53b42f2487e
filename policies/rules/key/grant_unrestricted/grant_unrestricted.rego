# METADATA
# title: The service role can create grants for anyone
# description: |
#   CreateGrant passes permissions on to any principal, without a change of policy. EBS needs it only for AWS services,
#   which kms:GrantIsForAWSResource enforces.
# related_resources:
#   - https://docs.aws.amazon.com/kms/latest/developerguide/policy-conditions.html
#   - https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption-requirements.html
# custom:
#   severity: warning
#   evidence: recommended
#   read: "2026-11-28"
#   message: "the service role {user} can create grants on the key {key} for any principal; the condition kms:GrantIsForAWSResource = true is required"
#   remedy: "Move kms:CreateGrant to a statement with the condition Bool kms:GrantIsForAWSResource true."
package rules.key.grant_unrestricted

import data.value

checks contains {
	"id": u.id,
	"violated": value.is(u.grantsFreely, true),
	"at": u.policyAt,
} if some u in input.keyUses
