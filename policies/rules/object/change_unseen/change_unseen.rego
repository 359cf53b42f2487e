# METADATA
# title: Terraform does not notice that the file changed
# description: |
#   Terraform does not read the file behind source. It uploads a new version only if source_hash changes, or an etag
#   that S3 computes in the same way. With KMS encryption, S3 returns an etag that is not a hash of the content, so
#   every plan shows a change.
# related_resources:
#   - https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/s3_object
#   - description: "Amazon S3 API Reference, Object: the entity tag"
#     ref: https://docs.aws.amazon.com/AmazonS3/latest/API/API_Object.html
# custom:
#   severity: warning
#   evidence: fails
#   read: "2026-11-28"
#   message: "Terraform does not notice when {what} changes: {because}"
#   remedy: "Set source_hash to filebase64sha256 of the file, and remove etag."
#   variants:
#     always:
#       message: "Terraform plans an upload of {what} every time: with KMS encryption its etag is not a hash of the content"
#     constant:
#       message: "Terraform does not notice when {what} changes: source_hash is {constantHash}, not a hash of the file"
#       remedy: "Set source_hash to filebase64sha256 of the file."
#     refused:
#       severity: error
#       message: "etag and kms_key_id are both set, which the Terraform provider refuses"
#       remedy: "Remove etag, and set source_hash to filebase64sha256 of the file."
package rules.object.change_unseen

import data.logic
import data.sets
import data.value

checks contains {
	"id": o.id,
	"violated": logic.all([
		value.is(o.carrier, sets.content_carrier.source),
		value.absent(o.sourceHash),
		value.absent(o.etag),
		logic.none([value.is(o.keyHoldsHash, true)]),
	]),
	"path": ["source"],
	"params": {"because": "there is neither source_hash nor etag"},
} if some o in input.objects

checks contains {
	"id": o.id,
	"violated": logic.all([
		value.is(o.carrier, sets.content_carrier.source),
		value.absent(o.sourceHash),
		logic.any([value.unknown(o.etag), value.present(o.etag)]),
		value.absent(o.kmsKey),
		value.one_of(o.encryptedWith, [sets.object_encryption.a_customer_managed_key, sets.object_encryption.the_key_aws_s3]),
		logic.none([value.is(o.keyHoldsHash, true)]),
	]),
	"variant": "always",
	"path": ["etag"],
} if some o in input.objects

checks contains {
	"id": o.id,
	"variant": "refused",
	"violated": logic.all([value.present(o.etag), value.present(o.kmsKey)]),
	"path": ["etag"],
} if some o in input.objects

checks contains {
	"id": o.id,
	"variant": "constant",
	"violated": logic.all([
		value.is(o.carrier, sets.content_carrier.source),
		value.present(o.constantHash),
		logic.none([value.is(o.keyHoldsHash, true)]),
	]),
	"path": ["source_hash"],
} if some o in input.objects
