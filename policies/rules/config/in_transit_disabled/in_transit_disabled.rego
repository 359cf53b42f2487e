# METADATA
# title: Encryption in transit is turned off
# description: |
#   The default of EMR is false. Without this flag the web interfaces and the shuffle of the frameworks send data between
#   nodes in clear text. Encryption of local disks protects only Hadoop RPC and HDFS block transfer.
# related_resources:
#   - https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-create-security-configuration.html
#   - https://docs.aws.amazon.com/controltower/latest/controlreference/emr-rules.html
# custom:
#   severity: error
#   evidence: documented
#   read: "2026-11-28"
#   message: "EnableInTransitEncryption is not true, so this configuration does not encrypt traffic between nodes with TLS"
#   remedy: "Set EnableInTransitEncryption to true and add InTransitEncryptionConfiguration."
#   superseded_by: [config.not_json, config.settings_without_flag, config.unknown_property]
package rules.config.in_transit_disabled

import data.at
import data.logic
import data.value

checks contains {
	"id": c.id,
	"violated": logic.none([value.is(c.inTransit, true)]),
	"path": array.concat(at.encryption, ["EnableInTransitEncryption"]),
} if some c in input.configurations
