# METADATA
# title: A new certificate would not be uploaded
# description: |
#   Terraform does not look into the file behind source. Only source_hash, or an etag that S3 computes the same way, tells it
#   that the content changed; under KMS an etag is no hash of the content.
# related_resources:
#   - description: Terraform AWS provider, aws_s3_object
#     ref: https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/s3_object
#   - description: "Amazon S3 API Reference, Object: the entity tag"
#     ref: https://docs.aws.amazon.com/AmazonS3/latest/API/API_Object.html
# custom:
#   rowKind: objects
#   severity: warning
#   message: "nothing tells Terraform that {what} changed: {because}"
#   remedy: Set source_hash to filebase64sha256 of the file, and leave etag out.
#   variants:
#     constant:
#       severity: warning
#       message: "nothing tells Terraform that {what} changed: source_hash is {constantHash}, which is no hash of the file"
#       remedy: Set source_hash to filebase64sha256 of the file.
package rules.object.change_unseen

import data.logic
import data.value

checks contains {
	"id": o.subject,
	"violated": logic.all([
		value.is(o.carrier, "source"),
		value.absent(o.sourceHash),
		value.absent(o.etag),
		logic.none([value.is(o.keyHoldsHash, true)]),
	]),
	"path": ["source"],
	"params": {"because": "there is neither source_hash nor etag"},
} if {
	some o in input.objects
}

checks contains {
	"id": o.subject,
	"violated": logic.all([
		value.is(o.carrier, "source"),
		value.absent(o.sourceHash),
		logic.any([value.unknown(o.etag), value.present(o.etag)]),
		value.one_of(o.encryptedWith, ["a customer managed key", "the key aws/s3"]),
		logic.none([value.is(o.keyHoldsHash, true)]),
	]),
	"path": ["etag"],
	"params": {"because": "etag is no hash of an object under KMS"},
} if {
	some o in input.objects
}

checks contains {
	"id": o.subject,
	"variant": "constant",
	"violated": logic.all([
		value.is(o.carrier, "source"),
		value.present(o.constantHash),
		logic.none([value.is(o.keyHoldsHash, true)]),
	]),
	"path": ["source_hash"],
} if {
	some o in input.objects
}
