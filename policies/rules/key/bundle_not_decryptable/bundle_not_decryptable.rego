# METADATA
# title: Bundle of certificates that nodes may not decrypt
# description: |
#   Nodes download the zip of certificates from S3 with their own role. Where it is encrypted with a KMS key, the role needs
#   kms:Decrypt on that key, or the cluster ends before it starts.
# related_resources:
#   - description: Amazon S3 User Guide, server-side encryption with AWS KMS keys
#     ref: https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
#   - description: Amazon EMR Management Guide, create keys and certificates for data encryption
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-encryption-enable.html
# custom:
#   rowKind: keyUses
#   severity: warning
#   message: "the nodes' role {user} lacks {lacking} on the key {key} of the bundle of certificates"
#   remedy: Allow {lacking} to {user} in the key's policy; emr-encryption keys statement --purpose bundle prints the statement.
#   variants:
#     service:
#       severity: info
#       message: "the service role {user} lacks {lacking} on the key {key} of the bundle of certificates"
#       remedy: One page of AWS says that the service role reads the bundle; allow {lacking} to {user} as well where clusters fail without it.
#   superseded_by: [key.denied_role]
package rules.key.bundle_not_decryptable

import data.logic
import data.value

checks contains {
	"id": u.subject,
	"applies": logic.all([value.is(u.purpose, "bundle"), value.is(u.as, "instance role")]),
	"violated": value.is(u.decision, "deny"),
	"at": u.policyAt,
} if {
	some u in input.keyUses
}

checks contains {
	"id": u.subject,
	"variant": "service",
	"applies": logic.all([value.is(u.purpose, "bundle"), value.is(u.as, "service role")]),
	"violated": value.is(u.decision, "deny"),
	"at": u.policyAt,
} if {
	some u in input.keyUses
}
