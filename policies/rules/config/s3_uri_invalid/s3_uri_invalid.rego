# METADATA
# title: S3Object is not the location of an object in S3
# description: |
#   AWS documents s3://bucket/key and the ARN of an object. Schemes of Hadoop (s3a, s3n), https links and paths do not
#   name an object for EMR.
# related_resources:
#   - https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-create-security-configuration.html
#   - description: Amazon S3 User Guide, bucket naming rules
#     ref: https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
# custom:
#   severity: error
#   evidence: documented
#   read: "2026-11-28"
#   message: "S3Object of {place} is {object}; s3://bucket/key or arn:<partition>:s3:::bucket/key is required"
#   remedy: "Write s3://bucket/key."
#   variants:
#     bucket:
#       message: "S3Object of {place} is {object}; S3 refuses the name of its bucket: it must have 3 to 63 lower-case
#         letters, digits, hyphens and dots, start and end with a letter or digit, not be an IP address, and have no
#         reserved prefix such as amzn-s3-demo-"
#       remedy: "Write the name of the bucket that holds the object."
#     key:
#       message: "S3Object of {place} is {object}, which names a bucket and no object in it"
#     empty:
#       message: "S3Object of {place} is empty"
#   superseded_by: [config.unknown_property]
package rules.config.s3_uri_invalid

import data.at
import data.sets
import data.value

checks contains {
	"id": c.id,
	"violated": value.is(section.objectForm, sets.object_form.other),
	"path": array.concat(section.path, ["S3Object"]),
	"params": {"place": section.place, "object": section.object},
} if {
	some c in input.configurations
	some section in at.object_places(c)
}

checks contains {
	"id": c.id,
	"variant": variant,
	"violated": value.is(section.objectForm, form),
	"path": array.concat(section.path, ["S3Object"]),
	"params": {"place": section.place, "object": section.object},
} if {
	some c in input.configurations
	some section in at.object_places(c)
	some variant, form in {
		"bucket": sets.object_form.no_bucket,
		"key": sets.object_form.no_key,
		"empty": sets.object_form.empty,
	}
}
