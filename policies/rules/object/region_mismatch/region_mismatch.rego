# METADATA
# title: The bucket is in another Region than the clusters
# description: |
#   Every node downloads the object when it starts. A cross-Region download is slower, costs money, and does not work for
#   clusters that reach S3 through a gateway endpoint, which serves only its own Region.
# related_resources:
#   - https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-encryption-enable.html
# custom:
#   severity: warning
#   evidence: documented
#   read: "2026-11-28"
#   message: "the bucket of {what} is in {region}, but the clusters are in {clusterRegion}"
#   remedy: "Put the object into a bucket in {clusterRegion}."
package rules.object.region_mismatch

import data.value

checks contains {
	"id": o.id,
	"violated": value.different(o.region, o.clusterRegion),
} if some o in input.objects
