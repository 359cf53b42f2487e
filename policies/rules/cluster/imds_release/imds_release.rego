# METADATA
# title: The release requires version 1 of the instance metadata service
# description: |
#   A security configuration can require version 2 of the instance metadata service. Releases before 5.32.0 and 6.2.0,
#   except 5.23.1 and 5.27.1, still call version 1, and their clusters do not start.
# related_resources:
#   - https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-create-security-configuration.html
# custom:
#   severity: error
#   evidence: documented
#   read: "2026-11-28"
#   message: "{release} calls version 1 of the instance metadata service, but the security configuration requires version 2"
#   remedy: "Use release 5.32.0 or 6.2.0 or later (or 5.27.1 or 5.23.1), or allow version 1."
package rules.cluster.imds_release

import data.logic
import data.value

checks contains {
	"id": c.id,
	"violated": logic.all([
		value.is(c.imdsVersion, 2),
		value.present(c.releaseNumber),
		logic.none([
			value.is(c.releaseNumber, 5023001),
			value.is(c.releaseNumber, 5027001),
			logic.all([value.at_least(c.releaseNumber, 5032000), value.less_than(c.releaseNumber, 6000000)]),
			value.at_least(c.releaseNumber, 6002000),
		]),
	]),
	"path": ["release_label"],
} if some c in input.clusters
