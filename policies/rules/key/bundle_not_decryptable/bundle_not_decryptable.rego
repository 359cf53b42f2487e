# METADATA
# title: The nodes' role cannot decrypt the certificate bundle
# description: |
#   Nodes download the certificate bundle from S3 with the role of their instance profile. If the object is encrypted
#   with a KMS key, this role needs kms:Decrypt on the key; otherwise the cluster fails to start.
# related_resources:
#   - description: Amazon S3 User Guide, server-side encryption with AWS KMS keys
#     ref: https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
#   - https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-encryption-enable.html
# custom:
#   severity: warning
#   evidence: documented
#   read: "2026-11-28"
#   message: "the nodes' role {user} lacks {lackingWithReason} on the key {key} of the certificate bundle"
#   remedy: "Allow {lacking} for {user} in the key policy; emr-encryption keys statement --purpose bundle prints the statement."
#   variants:
#     service:
#       severity: info
#       message: "the service role {user} lacks {lackingWithReason} on the key {key} of the certificate bundle"
#       remedy: "According to one AWS page, the service role reads the bundle. If clusters fail to start, allow {lacking} for {user} as well."
#   superseded_by: [key.denied_role]
package rules.key.bundle_not_decryptable

import data.logic
import data.sets
import data.value

checks contains {
	"id": u.id,
	"applies": logic.all([value.is(u.purpose, sets.key_purpose.bundle), value.is(u.as, sets.key_user_kind.instance_role)]),
	"violated": value.is(u.decision, sets.key_decision.deny),
	"at": u.policyAt,
} if some u in input.keyUses

checks contains {
	"id": u.id,
	"variant": "service",
	"applies": logic.all([value.is(u.purpose, sets.key_purpose.bundle), value.is(u.as, sets.key_user_kind.service_role)]),
	"violated": value.is(u.decision, sets.key_decision.deny),
	"at": u.policyAt,
} if some u in input.keyUses
