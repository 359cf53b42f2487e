# METADATA
# title: The write-ahead log service cannot use its KMS key
# description: |
#   The service of the write-ahead log calls KMS as emrwal.amazonaws.com, with the key of EMRWALEncryptionConfiguration.
#   If the key policy does not allow it, HBase cannot write its log. The setting cannot be changed later.
# related_resources:
#   - description: Amazon EMR Management Guide, encryption at rest with AWS KMS for EMR WAL
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/encryption-at-rest-kms.html
# custom:
#   severity: error
#   evidence: documented
#   read: "2026-11-28"
#   message: "the service {user} lacks {lackingWithReason} on the key {key} of {place}"
#   remedy: "Allow {lacking} for the service {user} in the key policy; emr-encryption keys statement --purpose wal prints the statement."
package rules.key.wal_grant_missing

import data.sets
import data.value

checks contains {
	"id": u.id,
	"applies": value.is(u.as, sets.key_user_kind.service),
	"violated": value.is(u.decision, sets.key_decision.deny),
	"at": u.policyAt,
} if some u in input.keyUses
