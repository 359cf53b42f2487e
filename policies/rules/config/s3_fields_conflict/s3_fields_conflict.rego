# METADATA
# title: S3 encryption has settings that its mode does not use
# description: |
#   AWS documents AwsKmsKey for the KMS modes, and the provider class and JAR for CSE-Custom. What EMR does with them in
#   another mode is not documented; the author probably expected a different encryption.
# related_resources:
#   - https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-create-security-configuration.html
# custom:
#   severity: warning
#   evidence: documented
#   read: "2026-11-28"
#   message: "{place} has mode {mode} and AwsKmsKey, which AWS documents for SSE-KMS and CSE-KMS only"
#   remedy: "Set EncryptionMode of {place} to SSE-KMS, or remove AwsKmsKey."
#   variants:
#     provider:
#       message: "{place} has mode {mode} and a key provider, which AWS documents for CSE-Custom only"
#       remedy: "Set EncryptionMode of {place} to CSE-Custom, or remove S3Object and EncryptionKeyProviderClass."
#   superseded_by: [config.unknown_property]
package rules.config.s3_fields_conflict

import data.at
import data.logic
import data.sets
import data.value

checks contains {
	"id": c.id,
	"applies": value.one_of(s3.mode, [sets.encryption_mode.sse_s3, sets.encryption_mode.cse_custom]),
	"violated": value.present(s3.key),
	"path": array.concat(s3.path, ["AwsKmsKey"]),
	"params": {"place": s3.place, "mode": s3.mode},
} if {
	some c in input.configurations
	some s3 in at.s3_places(c.s3, c.s3Overrides)
}

checks contains {
	"id": c.id,
	"variant": "provider",
	"applies": value.one_of(s3.mode, [sets.encryption_mode.sse_s3, sets.encryption_mode.sse_kms, sets.encryption_mode.cse_kms]),
	"violated": logic.any([value.present(s3.providerClass), value.present(s3.object)]),
	"path": s3.path,
	"params": {"place": s3.place, "mode": s3.mode},
} if {
	some c in input.configurations
	some s3 in at.s3_places(c.s3, c.s3Overrides)
}
