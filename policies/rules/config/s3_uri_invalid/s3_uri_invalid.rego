# METADATA
# title: S3Object is not the place of an object in S3
# description: |
#   EMR takes s3://bucket/key or the ARN of an object. Schemes of Hadoop (s3a, s3n), https links and bare paths are
#   accepted by nobody when the configuration is created or the cluster starts.
# related_resources:
#   - description: Amazon EMR Management Guide, create a security configuration
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-create-security-configuration.html
# custom:
#   rowKind: configurations
#   severity: error
#   message: "S3Object of {place} is {object}, need s3://bucket/key or arn:<partition>:s3:::bucket/key"
#   remedy: "Write s3://, the bucket, a slash and the key."
#   variants:
#     bucket:
#       severity: error
#       message: "S3Object of {place} is {object}, and S3 has no bucket of that name: 3 to 63 lower-case letters, digits, hyphens and dots"
#       remedy: "Write the name of the bucket that holds the object."
#     empty:
#       severity: error
#       message: "S3Object of {place} is empty"
#       remedy: "Write s3://, the bucket, a slash and the key."
#   superseded_by: [config.unknown_property]
package rules.config.s3_uri_invalid

import data.at
import data.value

checks contains {
	"id": c.subject,
	"violated": value.is(section.objectForm, "other"),
	"path": array.concat(section.path, ["S3Object"]),
	"params": {"place": section.place, "object": section.object},
} if {
	some c in input.configurations
	some section in at.object_places(c)
}

checks contains {
	"id": c.subject,
	"variant": "bucket",
	"violated": value.is(section.objectForm, "no bucket"),
	"path": array.concat(section.path, ["S3Object"]),
	"params": {"place": section.place, "object": section.object},
} if {
	some c in input.configurations
	some section in at.object_places(c)
}

checks contains {
	"id": c.subject,
	"variant": "empty",
	"violated": value.is(section.objectForm, "empty"),
	"path": array.concat(section.path, ["S3Object"]),
	"params": {"place": section.place},
} if {
	some c in input.configurations
	some section in at.object_places(c)
}
