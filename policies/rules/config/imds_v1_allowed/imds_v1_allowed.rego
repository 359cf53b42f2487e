# METADATA
# title: Version 1 of the instance metadata service is allowed
# description: |
#   Version 1 returns the instance role's credentials to any request that reaches its address, including requests that an
#   attacker tricks a service on the node into sending. Version 2 requires a token. It needs EMR 5.23.1, 5.27.1, 5.32.0,
#   6.2.0 or later.
# related_resources:
#   - https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-create-security-configuration.html
# custom:
#   severity: info
#   evidence: recommended
#   read: "2026-11-23"
#   message: "MinimumInstanceMetadataServiceVersion is not 2, so nodes also answer requests of version 1"
#   remedy: "Add InstanceMetadataServiceConfiguration with MinimumInstanceMetadataServiceVersion 2 and HttpPutResponseHopLimit 1."
#   superseded_by: [config.not_json, config.imds_invalid, config.unknown_property]
package rules.config.imds_v1_allowed

import data.at
import data.logic
import data.value

checks contains {
	"id": c.id,
	"violated": logic.none([value.is(c.imds.version, 2)]),
	"path": at.imds,
} if some c in input.configurations
