# METADATA
# title: The object's storage prevents EMR from reading it
# description: |
#   EMR downloads the object and unzips it. An archived object must be restored first, which takes minutes to hours.
#   A content encoding says that the object is compressed once more, which some clients undo and others do not.
# related_resources:
#   - description: Amazon S3 User Guide, archived objects
#     ref: https://docs.aws.amazon.com/AmazonS3/latest/userguide/archived-objects.html
#   - description: RFC 9110, section 8.4, content encoding
#     ref: https://www.rfc-editor.org/rfc/rfc9110#section-8.4
#   - https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/s3_object
# custom:
#   severity: warning
#   evidence: documented
#   read: "2026-11-28"
#   message: "{what} is stored with {argument} {value}"
#   remedy: "Remove {argument}."
package rules.object.unreadable_storage

import data.value

checks contains {
	"id": o.id,
	"violated": value.one_of(o.storageClass, ["GLACIER", "DEEP_ARCHIVE"]),
	"path": ["storage_class"],
	"params": {"argument": "storage_class", "value": o.storageClass},
} if some o in input.objects

checks contains {
	"id": o.id,
	"violated": value.present(o.contentEncoding),
	"path": ["content_encoding"],
	"params": {"argument": "content_encoding", "value": o.contentEncoding},
} if some o in input.objects
