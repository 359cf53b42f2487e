# METADATA
# title: The object's KMS key is not an ARN
# description: |
#   The provider takes kms_key_id of an object as an ARN only: a bare key id or an alias name ends the plan, or the apply where
#   the value is not known before.
# related_resources:
#   - description: Terraform AWS provider, aws_s3_object
#     ref: https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/s3_object
# custom:
#   rowKind: objects
#   severity: error
#   message: "kms_key_id is {kmsKey}, a {kmsKeyForm}, need the ARN of the key"
#   remedy: Give the key's ARN, as aws_kms_key.this.arn.
package rules.object.kms_key_not_arn

import data.value

checks contains {
	"id": o.subject,
	"violated": value.other_than(o.kmsKeyForm, ["key ARN", "alias ARN"]),
	"path": ["kms_key_id"],
} if {
	some o in input.objects
}
