# METADATA
# title: KMS key in another partition of AWS
# description: |
#   Partitions (aws, aws-cn, aws-us-gov …) share nothing: no request crosses from one to another. Such an ARN is mostly left over from
#   a stack that was copied.
# related_resources:
#   - description: AWS General Reference, Amazon Resource Names
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
# custom:
#   rowKind: keys
#   each: places
#   severity: error
#   message: "the key {key} lies in partition {partition}, {place} of {configuration} in {need}"
#   remedy: Name a key of partition {need}.
package rules.key.partition_mismatch

import data.logic
import data.value

checks contains {
	"id": k.subject,
	"violated": logic.all([
		value.present(k.partition),
		value.present(p.partition),
		logic.none([value.same(k.partition, p.partition)]),
	]),
	"params": {"place": p.place, "configuration": p.configuration, "need": p.partition},
} if {
	some k in input.keys
	some p in k.places
}
