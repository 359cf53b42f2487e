# METADATA
# title: The KMS key is in another Region
# description: |
#   A KMS key can be used only in its Region, so AWS documents that it must be in the Region of the cluster and of the
#   bucket. Terraform does not compare them; nodes fail when they encrypt the first volume or object.
# related_resources:
#   - https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-encryption-enable.html
# custom:
#   each: places
#   severity: error
#   evidence: documented
#   read: "2026-11-28"
#   message: "the key {key} is in {region}, but it is used for {place} of {configuration} in {need}; a KMS key can be used only in its Region"
#   remedy: "Use a key in {need} for {place} of {configuration}."
#   superseded_by: [key.multi_region_primary, key.partition_mismatch]
package rules.key.region_mismatch

import data.logic
import data.value

checks contains {
	"id": k.id,
	"violated": logic.all([value.is(p.together, false), value.different(k.region, p.region)]),
	"params": {"place": p.place, "configuration": p.configuration, "need": p.region},
} if {
	some k in input.keys
	some p in k.places
}
