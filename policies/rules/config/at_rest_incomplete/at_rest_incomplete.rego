# METADATA
# title: Encryption at rest is turned on without settings
# description: |
#   With the flag set to true, AWS documents AtRestEncryptionConfiguration as required. An empty one encrypts neither S3
#   nor disks.
# related_resources:
#   - https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-create-security-configuration.html
#   - https://docs.aws.amazon.com/controltower/latest/controlreference/emr-rules.html
# custom:
#   severity: error
#   evidence: documented
#   read: "2026-11-28"
#   message: "EnableAtRestEncryption is true, but AtRestEncryptionConfiguration has neither S3EncryptionConfiguration nor LocalDiskEncryptionConfiguration"
#   remedy: "Add S3EncryptionConfiguration and LocalDiskEncryptionConfiguration, each with its own KMS key."
#   superseded_by: [config.unknown_property]
package rules.config.at_rest_incomplete

import data.at
import data.logic
import data.value

checks contains {
	"id": c.id,
	"applies": value.is(c.atRest, true),
	"violated": logic.none([value.is(c.s3.present, true), value.is(c.localDisk.present, true)]),
	"path": at.rest,
} if some c in input.configurations
