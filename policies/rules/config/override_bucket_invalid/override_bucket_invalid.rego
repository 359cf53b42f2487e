# METADATA
# title: An override does not name a single bucket
# description: |
#   AWS documents BucketName as the name of one bucket, and its examples show only plain names. No bucket is named like a
#   URI, a path or a wildcard. Which of two overrides for one bucket applies is not documented.
# related_resources:
#   - https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-create-security-configuration.html
# custom:
#   each: s3Overrides
#   severity: error
#   evidence: documented
#   read: "2026-11-28"
#   message: "BucketName of Overrides[{index}] is {bucket}; the plain name of a bucket is required"
#   remedy: "Write only the name of the bucket, without s3:// and without a path."
#   variants:
#     missing:
#       message: "Overrides[{index}] has no BucketName; the plain name of a bucket is required"
#       remedy: "Set BucketName to the bucket, or remove the override."
#     repeated:
#       message: "BucketName of Overrides[{index}] is {bucket}, which an earlier override already names"
#       remedy: "Keep one override for each bucket."
#   superseded_by: [config.unknown_property]
package rules.config.override_bucket_invalid

import data.at
import data.value

checks contains {
	"id": c.id,
	"violated": value.is(override.mayBeBucket, false),
	"path": array.concat(at.override(i), ["BucketName"]),
	"params": {"index": i, "bucket": override.bucket},
} if {
	some c in input.configurations
	some i, override in c.s3Overrides
}

checks contains {
	"id": c.id,
	"variant": "missing",
	"violated": value.absent(override.bucket),
	"path": at.override(i),
	"params": {"index": i},
} if {
	some c in input.configurations
	some i, override in c.s3Overrides
}

checks contains {
	"id": c.id,
	"variant": "repeated",
	"violated": value.is(override.repeated, true),
	"path": array.concat(at.override(i), ["BucketName"]),
	"params": {"index": i, "bucket": override.bucket},
} if {
	some c in input.configurations
	some i, override in c.s3Overrides
}
