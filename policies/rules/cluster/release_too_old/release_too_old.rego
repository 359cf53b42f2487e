# METADATA
# title: The release does not support a feature that the cluster uses
# description: |
#   Each encryption feature was introduced with a release. AWS documents the first one that supports it; an older release
#   fails to start the cluster, or ignores the setting. Log encryption is covered by key.log_encryption_unready.
# related_resources:
#   - https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-data-encryption-options.html
#   - https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-encryption-enable.html
#   - https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-steps-runtime-roles.html
#   - description: Amazon EMR Management Guide, Identity Center integration
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-idc.html
#   - description: Amazon EMR Management Guide, publish logs to CloudWatch Logs
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-plan-logging-cw.html
# custom:
#   severity: error
#   evidence: documented
#   read: "2026-11-28"
#   message: "{release} does not support {feature}; {from} or later is required"
#   remedy: "Use release {from} or later."
package rules.cluster.release_too_old

import data.logic
import data.releases
import data.value

checks contains {
	"id": c.id,
	"applies": used[gate.feature],
	"violated": logic.any([
		value.less_than(c.releaseNumber, gate.from_number),
		logic.all([
			value.at_least(c.releaseNumber, 6000000),
			value.less_than(c.releaseNumber, gate.of6_number),
		]),
	]),
	"path": ["release_label"],
	"params": {"feature": gate.feature, "from": gate.text},
} if {
	some c in input.clusters
	used := {
		"security configurations": value.present(c.securityConfiguration),
		"Kerberos": value.is(c.kerberos, true),
		"role mappings": value.is(c.roleMappings, true),
		"external KDC": value.is(c.externalKdc, true),
		"EBS encryption": value.is(c.ebs, true),
		"Apache Ranger": value.is(c.ranger, true),
		"Ranger's plug-in for Trino": value.is(c.rangerTrino, true),
		"runtime roles": value.is(c.runtimeRoles, true),
		"Identity Center": value.is(c.identityCenter, true),
		"Identity Center with runtime roles": logic.all([value.is(c.identityCenter, true), value.is(c.runtimeRoles, true)]),
		"user background sessions": value.is(c.backgroundSessions, true),
		"logs in CloudWatch": value.is(c.cloudWatchLogs, true),
	}
	some gate in releases.gates
}
