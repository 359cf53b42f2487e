# METADATA
# title: EMR WAL that may not use its KMS key
# description: |
#   The service of the write-ahead log encrypts it with the key that EMRWALEncryptionConfiguration names, and asks KMS under its own
#   name. Where the key's policy does not let emrwal.amazonaws.com in, HBase cannot write its log; the setting cannot be changed later.
# related_resources:
#   - description: Amazon EMR Management Guide, encryption at rest with AWS KMS for EMR WAL
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/encryption-at-rest-kms.html
# custom:
#   rowKind: keyUses
#   severity: warning
#   message: "the service {user} lacks {lacking} on the key {key} of {place}"
#   remedy: Allow {lacking} to the service {user} in the key's policy; emr-encryption keys statement --purpose wal prints the statement.
package rules.key.wal_grant_missing

import data.value

checks contains {
	"id": u.subject,
	"applies": value.is(u.as, "service"),
	"violated": value.is(u.decision, "deny"),
	"at": u.policyAt,
} if {
	some u in input.keyUses
}
