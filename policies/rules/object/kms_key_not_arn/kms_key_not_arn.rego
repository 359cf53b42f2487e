# METADATA
# title: The object's KMS key is not given by ARN
# description: |
#   The Terraform provider accepts only an ARN as kms_key_id of an object. A key id or an alias name fails the plan, or
#   the apply if the value is not known before.
# related_resources:
#   - https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/s3_object
# custom:
#   severity: error
#   evidence: refused
#   read: "2026-11-28"
#   message: "kms_key_id is {kmsKey}, a {kmsKeyForm}; the ARN of the key is required"
#   remedy: "Use the key's ARN, such as aws_kms_key.this.arn."
package rules.object.kms_key_not_arn

import data.sets
import data.value

checks contains {
	"id": o.id,
	"violated": value.other_than(o.kmsKeyForm, [sets.key_identifier_form.key_arn, sets.key_identifier_form.alias_arn]),
	"path": ["kms_key_id"],
} if some o in input.objects
