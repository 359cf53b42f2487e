# METADATA
# title: Encryption at rest is switched off
# description: |
#   EMR's default is false: without the flag, nothing that a cluster writes through EMRFS or to its disks is encrypted
#   by the security configuration, whatever else the document says.
# related_resources:
#   - description: Amazon EMR Management Guide, create a security configuration
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-create-security-configuration.html
#   - description: AWS Control Tower, proactive controls for Amazon EMR
#     ref: https://docs.aws.amazon.com/controltower/latest/controlreference/emr-rules.html
# custom:
#   rowKind: configurations
#   severity: error
#   message: "EnableAtRestEncryption is not true, so objects in S3 and local disks are not encrypted by this configuration"
#   remedy: "Set EnableAtRestEncryption to true and fill AtRestEncryptionConfiguration."
#   superseded_by: [config.not_json, config.settings_without_flag, config.unknown_property]
package rules.config.at_rest_disabled

import data.at
import data.logic
import data.value

checks contains {
	"id": c.subject,
	"violated": logic.none([value.is(c.atRest, true)]),
	"path": array.concat(at.encryption, ["EnableAtRestEncryption"]),
} if {
	some c in input.configurations
}
