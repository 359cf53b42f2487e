# METADATA
# title: The release may still speak old versions of TLS
# description: |
#   From release 7.0.0 on, EMR runs on a Java that refuses TLS before 1.2 nearly everywhere. On older ones, what is encrypted in
#   transit may be so by a version with known weaknesses.
# related_resources:
#   - description: Amazon EMR Management Guide, encryption options
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-data-encryption-options.html
# custom:
#   rowKind: clusters
#   severity: info
#   message: "{release} may speak TLS before 1.2, from which emr-7.0.0 keeps most frameworks"
#   remedy: Move to release 7.0.0 or later.
package rules.cluster.release_old_tls

import data.value

checks contains {
	"id": c.subject,
	"applies": value.is(c.inTransit, true),
	"violated": value.less_than(c.releaseNumber, 7000000),
	"path": ["release_label"],
} if {
	some c in input.clusters
}
