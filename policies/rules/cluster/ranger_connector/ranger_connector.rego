# METADATA
# title: A cluster with Apache Ranger reads S3 through S3A
# description: |
#   From emr-7.10.0, S3A is the default connector to S3, and it does not apply the policies of Apache Ranger. AWS
#   documents that clusters with Ranger have to set fs.s3.impl to EMRFS, which applies them.
# related_resources:
#   - description: Amazon EMR Management Guide, considerations for Apache Ranger
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-ranger-app-support.html
#   - description: "Amazon EMR Release Guide, migration from EMRFS to S3A: how to keep EMRFS"
#     ref: https://docs.aws.amazon.com/emr/latest/ReleaseGuide/emr-s3a-migrate.html
# custom:
#   since: "0.2.0"
#   severity: error
#   evidence: documented
#   read: "2026-11-28"
#   message: "the security configuration uses Apache Ranger, but {release} reads S3 through S3A: core-site does not set fs.s3.impl to EMRFS"
#   remedy: "Set fs.s3.impl to com.amazon.ws.emr.hadoop.fs.EmrFileSystem in core-site."
package rules.cluster.ranger_connector

import data.logic
import data.value

checks contains {
	"id": c.id,
	"applies": logic.all([value.is(c.ranger, true), value.is(c.s3a, true)]),
	"violated": logic.none([value.is(c.s3Implementation, "com.amazon.ws.emr.hadoop.fs.EmrFileSystem")]),
	"path": ["configurations_json"],
} if some c in input.clusters
