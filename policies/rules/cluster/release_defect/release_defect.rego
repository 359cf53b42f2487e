# METADATA
# title: The release has a known defect with encryption
# description: |
#   In some releases an application fails, or lacks a feature, when encryption is on. AWS's release notes describe the
#   defect and the release that fixes it.
# related_resources:
#   - description: Amazon EMR Release Guide, archive of release notes
#     ref: https://docs.aws.amazon.com/emr/latest/ReleaseGuide/emr-whatsnew-history.html
#   - description: Amazon EMR Management Guide, in-transit encryption support by application
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-encryption-support-matrix.html
# custom:
#   severity: warning
#   evidence: documented
#   read: "2026-11-28"
#   message: "{release} has a known defect: {defect}"
#   remedy: "Use {instead}."
package rules.cluster.release_defect

import data.logic
import data.releases
import data.value

checks contains {
	"id": c.id,
	"applies": logic.all([
		value.at_least(c.releaseNumber, known.from_number),
		logic.none([value.more_than(c.releaseNumber, known.to_number)]),
	]),
	"violated": concerned[known.id],
	"path": ["release_label"],
	"params": {"defect": known.defect, "instead": known.instead},
} if {
	some c in input.clusters
	concerned := {
		"history": value.is(c.inTransit, true),
		"hive": logic.all([value.is(c.atRest, true), value.is(c.hive, true)]),
		"any": value.present(c.securityConfiguration),
		"metastore": logic.all([
			value.is(c.inTransit, true),
			value.is(c.kerberos, true),
			value.is(c.spark, true),
			value.is(c.hive, true),
			logic.none([
				value.is(c.metastoreSsl, "false"),
				value.ends_with(c.metastoreClient, "AWSGlueDataCatalogHiveClientFactory"),
			]),
		]),
	}
	some known in releases.defects
}
