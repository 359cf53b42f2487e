# METADATA
# title: Apache Ranger lacks what it needs
# description: |
#   Ranger decides by who a user is, and only Kerberos proves that, so EMR requires it. Ranger's plug-in for EMRFS
#   cannot read what was encrypted on the client with CSE-KMS.
# related_resources:
#   - description: Amazon EMR Management Guide, security configuration for Apache Ranger
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-ranger-security-config.html
#   - description: Amazon EMR Management Guide, EMRFS S3 plugin for Apache Ranger
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-ranger-emrfs.html
# custom:
#   rowKind: configurations
#   severity: error
#   message: "RangerConfiguration is there without KerberosConfiguration"
#   remedy: "Add KerberosConfiguration to AuthenticationConfiguration."
#   variants:
#     client_side:
#       severity: error
#       message: "{place} has mode CSE-KMS, which Ranger's plug-in EMRFS-S3 does not support"
#       remedy: "Set EncryptionMode of {place} to SSE-KMS."
#   superseded_by: [config.unknown_property]
package rules.config.ranger_incomplete

import data.at
import data.logic
import data.value

checks contains {
	"id": c.subject,
	"applies": value.is(c.ranger, true),
	"violated": logic.none([value.is(c.kerberos.present, true)]),
	"path": at.ranger,
} if {
	some c in input.configurations
}

checks contains {
	"id": c.subject,
	"variant": "client_side",
	"applies": value.is(c.rangerEmrfs, true),
	"violated": value.is(s3.mode, "CSE-KMS"),
	"path": array.concat(s3.path, ["EncryptionMode"]),
	"params": {"place": s3.place},
} if {
	some c in input.configurations
	some s3 in at.s3_places(c.s3, c.s3Overrides)
}
