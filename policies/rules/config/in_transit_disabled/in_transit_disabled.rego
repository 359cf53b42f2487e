# METADATA
# title: Encryption in transit is switched off
# description: |
#   EMR's default is false: without the flag, shuffle data, RPC and the web interfaces of the frameworks travel
#   between nodes in clear.
# related_resources:
#   - description: Amazon EMR Management Guide, create a security configuration
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-create-security-configuration.html
#   - description: AWS Control Tower, proactive controls for Amazon EMR
#     ref: https://docs.aws.amazon.com/controltower/latest/controlreference/emr-rules.html
# custom:
#   rowKind: configurations
#   severity: error
#   message: "EnableInTransitEncryption is not true, so traffic between nodes is not encrypted by this configuration"
#   remedy: "Set EnableInTransitEncryption to true and fill InTransitEncryptionConfiguration."
#   superseded_by: [config.not_json, config.settings_without_flag, config.unknown_property]
package rules.config.in_transit_disabled

import data.at
import data.logic
import data.value

checks contains {
	"id": c.subject,
	"violated": logic.none([value.is(c.inTransit, true)]),
	"path": array.concat(at.encryption, ["EnableInTransitEncryption"]),
} if {
	some c in input.configurations
}
