# METADATA
# title: Nodes answer to version 1 of the instance metadata service
# description: |
#   Version 1 hands the instance role's credentials to any request that reaches the address, those included that an
#   attacker makes a service on the node send. Version 2 asks for a token first. It needs EMR 5.23.1, 5.27.1, 5.32.0,
#   6.2.0 or later.
# related_resources:
#   - description: Amazon EMR Management Guide, create a security configuration
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-create-security-configuration.html
# custom:
#   rowKind: configurations
#   severity: info
#   message: "MinimumInstanceMetadataServiceVersion is not 2, so nodes answer to version 1 as well"
#   remedy: "Add InstanceMetadataServiceConfiguration with MinimumInstanceMetadataServiceVersion 2 and HttpPutResponseHopLimit 1."
#   superseded_by: [config.not_json, config.imds_invalid, config.unknown_property]
package rules.config.imds_v1_allowed

import data.at
import data.logic
import data.value

checks contains {
	"id": c.subject,
	"violated": logic.none([value.is(c.imds.version, 2)]),
	"path": at.imds,
} if {
	some c in input.configurations
}
