# METADATA
# title: A multi-Region KMS key of another Region is used
# description: |
#   EMR, S3 and EBS treat each replica of a multi-Region key as a key of its Region. The ARN of the primary, or of a
#   replica in another Region, does not work.
# related_resources:
#   - description: AWS KMS Developer Guide, multi-Region keys in AWS KMS
#     ref: https://docs.aws.amazon.com/kms/latest/developerguide/multi-region-keys-overview.html
# custom:
#   each: places
#   severity: error
#   evidence: documented
#   read: "2026-11-28"
#   message: "{place} of {configuration} names the multi-Region key {key} in {region}; its replica in {need} is required"
#   remedy: "Replicate the key to {need}, and use the ARN of the replica."
#   superseded_by: [key.partition_mismatch]
package rules.key.multi_region_primary

import data.logic
import data.value

checks contains {
	"id": k.id,
	"violated": logic.all([
		value.is(k.multiRegion, true),
		value.is(p.together, false),
		value.different(k.region, p.region),
	]),
	"params": {"place": p.place, "configuration": p.configuration, "need": p.region},
} if {
	some k in input.keys
	some p in k.places
}
