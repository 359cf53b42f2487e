# METADATA
# title: The KMS key is in another AWS partition
# description: |
#   Partitions (aws, aws-cn, aws-us-gov and others) are isolated from each other. Such an ARN usually comes from a copied
#   stack.
# related_resources:
#   - description: AWS General Reference, Amazon Resource Names
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
# custom:
#   each: places
#   severity: error
#   evidence: documented
#   read: "2026-11-28"
#   message: "the key {key} is in partition {partition}, but {place} of {configuration} is in {need}"
#   remedy: "Use a key in partition {need}."
package rules.key.partition_mismatch

import data.value

checks contains {
	"id": k.id,
	"violated": value.different(k.partition, p.partition),
	"params": {"place": p.place, "configuration": p.configuration, "need": p.partition},
} if {
	some k in input.keys
	some p in k.places
}
