# METADATA
# title: Multi-Region KMS key of another Region
# description: |
#   EMR, S3 and EBS take each replica of a multi-Region key as a key of its own Region. The ARN of the primary, or of a replica
#   elsewhere, does not lead them to the replica next door.
# related_resources:
#   - description: AWS KMS Developer Guide, multi-Region keys in AWS KMS
#     ref: https://docs.aws.amazon.com/kms/latest/developerguide/multi-region-keys-overview.html
# custom:
#   rowKind: keys
#   each: places
#   severity: error
#   message: "{place} of {configuration} names the multi-Region key {key} of {region}, need its replica in {need}"
#   remedy: Replicate the key to {need} and name the replica's ARN.
#   superseded_by: [key.partition_mismatch]
package rules.key.multi_region_primary

import data.logic
import data.value

checks contains {
	"id": k.subject,
	"violated": logic.all([
		value.is(k.multiRegion, true),
		value.is(p.together, false),
		value.present(k.region),
		value.present(p.region),
		logic.none([value.same(k.region, p.region)]),
	]),
	"params": {"place": p.place, "configuration": p.configuration, "need": p.region},
} if {
	some k in input.keys
	some p in k.places
}
