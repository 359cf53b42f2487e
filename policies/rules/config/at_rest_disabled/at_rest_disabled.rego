# METADATA
# title: Encryption at rest is turned off
# description: |
#   The default of EMR is false. Without this flag the security configuration encrypts neither what the cluster writes
#   through EMRFS nor its disks, whatever else the document contains.
# related_resources:
#   - https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-create-security-configuration.html
#   - https://docs.aws.amazon.com/controltower/latest/controlreference/emr-rules.html
# custom:
#   severity: error
#   evidence: documented
#   read: "2026-11-28"
#   message: "EnableAtRestEncryption is not true, so this configuration encrypts neither objects in S3 nor local disks"
#   remedy: "Set EnableAtRestEncryption to true and add AtRestEncryptionConfiguration."
#   superseded_by: [config.not_json, config.settings_without_flag, config.unknown_property]
package rules.config.at_rest_disabled

import data.at
import data.logic
import data.value

checks contains {
	"id": c.id,
	"violated": logic.none([value.is(c.atRest, true)]),
	"path": array.concat(at.encryption, ["EnableAtRestEncryption"]),
} if some c in input.configurations
