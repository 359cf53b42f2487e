# METADATA
# title: The release may allow old versions of TLS
# description: |
#   From release 7.0.0, EMR runs on a Java that disables TLS before 1.2 in most frameworks. Older releases may encrypt
#   traffic in transit with a version that has known weaknesses.
# related_resources:
#   - https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-data-encryption-options.html
# custom:
#   severity: info
#   evidence: documented
#   read: "2026-11-23"
#   message: "{release} may allow TLS before 1.2; most frameworks disable it from emr-7.0.0"
#   remedy: "Use release 7.0.0 or later."
package rules.cluster.release_old_tls

import data.value

checks contains {
	"id": c.id,
	"applies": value.is(c.inTransit, true),
	"violated": value.less_than(c.releaseNumber, 7000000),
	"path": ["release_label"],
} if some c in input.clusters
