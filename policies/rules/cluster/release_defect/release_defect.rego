# METADATA
# title: The release has a known defect with encryption
# description: |
#   In some releases an application fails, or does less, when encryption is on. AWS's release notes describe the defect
#   and the release that fixes it.
# related_resources:
#   - description: Amazon EMR Release Guide, archive of release notes
#     ref: https://docs.aws.amazon.com/emr/latest/ReleaseGuide/emr-whatsnew-history.html
#   - description: Amazon EMR Management Guide, in-transit encryption support by application
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-encryption-support-matrix.html
# custom:
#   rowKind: clusters
#   severity: warning
#   message: "{release} has a known defect: {defect}"
#   remedy: "Use {instead}."
package rules.cluster.release_defect

import data.logic
import data.value

checks contains {
	"id": c.subject,
	"violated": logic.all([
		value.is(c.releaseNumber, 5008000),
		value.is(c.inTransit, true),
	]),
	"path": ["release_label"],
	"params": {"defect": "the history of applications is empty where traffic is encrypted", "instead": "a later release"},
} if {
	some c in input.clusters
}

checks contains {
	"id": c.subject,
	"violated": logic.all([
		value.one_of(c.releaseNumber, [5031000, 5032000]),
		value.is(c.atRest, true),
		value.is(c.hive, true),
	]),
	"path": ["release_label"],
	"params": {"defect": "Hive fails where data at rest is encrypted", "instead": "a later release"},
} if {
	some c in input.clusters
}

checks contains {
	"id": c.subject,
	"violated": logic.all([
		value.is(c.releaseNumber, 6002000),
		value.present(c.securityConfiguration),
	]),
	"path": ["release_label"],
	"params": {"defect": "Ganglia and EMR Notebooks fail with any security configuration", "instead": "a later release"},
} if {
	some c in input.clusters
}

checks contains {
	"id": c.subject,
	"violated": logic.all([
		value.at_least(c.releaseNumber, 7003000),
		value.is(c.inTransit, true),
		value.is(c.kerberos, true),
		value.is(c.spark, true),
		value.is(c.hive, true),
		logic.none([value.is(c.metastoreSsl, "false")]),
	]),
	"path": ["release_label"],
	"params": {"defect": "Spark cannot reach a Hive metastore where traffic is encrypted under Kerberos", "instead": "hive.metastore.use.SSL false in hive-site and spark-hive-site"},
} if {
	some c in input.clusters
}
