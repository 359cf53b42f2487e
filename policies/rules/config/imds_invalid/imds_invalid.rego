# METADATA
# title: Settings of the instance metadata service are missing or out of range
# description: |
#   AWS documents both fields of InstanceMetadataServiceConfiguration as required: version 1 or 2, and a hop limit from 1
#   to 64.
# related_resources:
#   - https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-create-security-configuration.html
# custom:
#   severity: error
#   evidence: documented
#   read: "2026-11-28"
#   message: "MinimumInstanceMetadataServiceVersion is {imds.version}; 1 or 2 is required"
#   remedy: "Set MinimumInstanceMetadataServiceVersion to 2."
#   variants:
#     hop_limit:
#       message: "HttpPutResponseHopLimit is {imds.hopLimit}; a number from 1 to 64 is required"
#       remedy: "Set HttpPutResponseHopLimit to 1, or to 2 if containers request credentials."
#     incomplete:
#       message: "InstanceMetadataServiceConfiguration has no {field}; both of its fields are required"
#       remedy: "Set MinimumInstanceMetadataServiceVersion to 2 and HttpPutResponseHopLimit to 1."
#   superseded_by: [config.unknown_property]
package rules.config.imds_invalid

import data.at
import data.logic
import data.value

checks contains {
	"id": c.id,
	"violated": value.other_than(c.imds.version, [1, 2]),
	"path": array.concat(at.imds, ["MinimumInstanceMetadataServiceVersion"]),
} if some c in input.configurations

checks contains {
	"id": c.id,
	"variant": "hop_limit",
	"violated": logic.any([value.less_than(c.imds.hopLimit, 1), value.more_than(c.imds.hopLimit, 64)]),
	"path": array.concat(at.imds, ["HttpPutResponseHopLimit"]),
} if some c in input.configurations

checks contains {
	"id": c.id,
	"variant": "incomplete",
	"violated": logic.all([value.is(c.imds.present, true), value.absent(field.leaf)]),
	"path": at.imds,
	"params": {"field": field.name},
} if {
	some c in input.configurations
	some field in [
		{"name": "MinimumInstanceMetadataServiceVersion", "leaf": c.imds.version},
		{"name": "HttpPutResponseHopLimit", "leaf": c.imds.hopLimit},
	]
}
