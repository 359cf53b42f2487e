# METADATA
# title: EMRFS properties of the cluster contradict the security configuration
# description: |
#   A security configuration silently overrides the encryption properties of emrfs-site, so these properties promise an
#   encryption that does not happen. From emr-7.10.0, S3A is the default connector; Presto and Trino keep EMRFS.
# related_resources:
#   - description: Amazon EMR Release Guide, encrypt data in S3 with EMRFS
#     ref: https://docs.aws.amazon.com/emr/latest/ReleaseGuide/emr-emrfs-encryption.html
#   - description: "Amazon EMR Release Guide, migration from EMRFS to S3A: which properties are mapped"
#     ref: https://docs.aws.amazon.com/emr/latest/ReleaseGuide/emr-s3a-migrate.html
#   - description: Amazon EMR Release Guide, considerations with Presto (EMRFS is its default file system)
#     ref: https://docs.aws.amazon.com/emr/latest/ReleaseGuide/emr-presto-considerations.html
# custom:
#   severity: warning
#   evidence: documented
#   read: "2026-11-28"
#   message: "emrfs-site sets {property} to {value}, but the security configuration uses {s3Mode}, which takes precedence"
#   remedy: "Remove the encryption properties from emrfs-site."
#   variants:
#     connector:
#       message: "core-site sets fs.s3a.encryption.algorithm to {s3aAlgorithm}, but the security configuration uses {s3Mode}"
#       remedy: "Remove fs.s3a.encryption.algorithm from core-site."
package rules.cluster.emrfs_contradiction

import data.logic
import data.value

checks contains {
	"id": c.id,
	"applies": _counts(c.s3a, c.s3Implementation, c.presto, c.s3aAlgorithm),
	"violated": logic.all([value.is(setting.leaf, setting.to), value.one_of(c.s3Mode, setting.against)]),
	"path": ["configurations_json"],
	"params": {"property": setting.property, "value": setting.to},
} if {
	some c in input.clusters
	some setting in [
		{
			"property": "fs.s3.enableServerSideEncryption",
			"leaf": c.emrfsServerSide,
			"to": "true",
			"against": ["CSE-KMS", "CSE-Custom"],
		},
		{
			"property": "fs.s3.enableServerSideEncryption",
			"leaf": c.emrfsServerSide,
			"to": "false",
			"against": ["SSE-S3", "SSE-KMS"],
		},
		{"property": "fs.s3.cse.enabled", "leaf": c.emrfsClientSide, "to": "true", "against": ["SSE-S3", "SSE-KMS"]},
		{"property": "fs.s3.cse.enabled", "leaf": c.emrfsClientSide, "to": "false", "against": ["CSE-KMS", "CSE-Custom"]},
	]
}

checks contains {
	"id": c.id,
	"variant": "connector",
	"applies": logic.all([
		value.is(c.s3a, true),
		logic.none([value.is(c.s3Implementation, "com.amazon.ws.emr.hadoop.fs.EmrFileSystem")]),
	]),
	"violated": logic.all([value.one_of(c.s3Mode, algorithm.mode), value.other_than(c.s3aAlgorithm, algorithm.same)]),
	"path": ["configurations_json"],
} if {
	some c in input.clusters
	some algorithm in [
		{"mode": ["SSE-S3"], "same": ["AES256", "SSE-S3"]},
		{"mode": ["SSE-KMS"], "same": ["SSE-KMS"]},
		{"mode": ["CSE-KMS"], "same": ["CSE-KMS"]},
		{"mode": ["CSE-Custom"], "same": ["CSE-CUSTOM"]},
	]
}

# from 7.10, emrfs-site counts only for Presto and Trino, and through its mapping to S3A properties that are not set
_counts(s3a, implementation, presto, algorithm) := logic.any([
	logic.none([value.is(s3a, true)]),
	value.is(implementation, "com.amazon.ws.emr.hadoop.fs.EmrFileSystem"),
	value.is(presto, true),
	value.absent(algorithm),
])
