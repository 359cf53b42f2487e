# METADATA
# title: A setting that Apache Ranger requires is missing
# description: |
#   Ranger authorizes users by their identity, which only Kerberos proves, so AWS requires it. Ranger's EMRFS-S3 plug-in
#   does not support client-side encryption with CSE-KMS.
# related_resources:
#   - description: Amazon EMR Management Guide, security configuration for Apache Ranger
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-ranger-security-config.html
#   - description: Amazon EMR Management Guide, EMRFS S3 plugin for Apache Ranger
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-ranger-emrfs.html
# custom:
#   severity: error
#   evidence: documented
#   read: "2026-11-28"
#   message: "RangerConfiguration is present, but KerberosConfiguration is missing"
#   remedy: "Add KerberosConfiguration to AuthenticationConfiguration."
#   variants:
#     client_side:
#       message: "{place} has mode CSE-KMS, which Ranger's EMRFS-S3 plug-in does not support"
#       remedy: "Set EncryptionMode of {place} to SSE-KMS."
#   superseded_by: [config.unknown_property]
package rules.config.ranger_incomplete

import data.at
import data.logic
import data.sets
import data.value

checks contains {
	"id": c.id,
	"applies": value.is(c.ranger, true),
	"violated": logic.none([value.is(c.kerberos.present, true)]),
	"path": at.ranger,
} if some c in input.configurations

checks contains {
	"id": c.id,
	"variant": "client_side",
	"applies": value.is(c.rangerEmrfs, true),
	"violated": value.is(s3.mode, sets.encryption_mode.cse_kms),
	"path": array.concat(s3.path, ["EncryptionMode"]),
	"params": {"place": s3.place},
} if {
	some c in input.configurations
	some s3 in at.s3_places(c.s3, c.s3Overrides)
}
