# METADATA
# title: The release is not one that AWS lists
# description: |
#   This version of emr-encryption knows the releases that AWS listed on the day its table was made (emr-encryption
#   rules cluster.release_too_old prints it). A newer release is compared by its number; its new defaults, defects and
#   requirements are not known. Any other release that is not in the table is most likely misspelt. Labels of Amazon
#   EMR on EKS and of EMR Serverless are not release labels of clusters.
# related_resources:
#   - description: Amazon EMR Release Guide, about Amazon EMR releases
#     ref: https://docs.aws.amazon.com/emr/latest/ReleaseGuide/emr-release-components.html
#   - description: Amazon EMR Release Guide, Amazon EMR release 7.14.0
#     ref: https://docs.aws.amazon.com/emr/latest/ReleaseGuide/emr-7140-release.html
# custom:
#   since: "0.2.0"
#   severity: warning
#   evidence: documented
#   read: "2026-11-28"
#   message: "{release} is not a release that AWS lists; the newest of its family is {newestRelease}"
#   remedy: "Write the label of a listed release, such as {newestRelease}."
#   variants:
#     newer:
#       severity: info
#       message: "{release} is newer than {newestRelease}, the newest release that this version of emr-encryption knows"
#       remedy: "Read the release notes for changes to encryption, or use a newer version of emr-encryption."
#     invalid:
#       severity: error
#       message: "{release} is not a release label of Amazon EMR on EC2, such as emr-7.14.0 or emr-spark-8.1.0"
#       remedy: "Write release_label as emr-x.y.z or emr-spark-x.y.z."
#     empty:
#       severity: error
#       message: "release_label is empty"
#       remedy: "Write release_label as emr-x.y.z or emr-spark-x.y.z."
package rules.cluster.release_unlisted

import data.value

checks contains {
	"id": c.id,
	"violated": value.is(c.releaseStanding, "unlisted"),
	"path": ["release_label"],
} if some c in input.clusters

checks contains {
	"id": c.id,
	"variant": standing,
	"violated": value.is(c.releaseStanding, standing),
	"path": ["release_label"],
} if {
	some c in input.clusters
	some standing in ["newer", "invalid", "empty"]
}
