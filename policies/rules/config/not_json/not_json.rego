# METADATA
# title: The configuration is not a JSON object
# description: |
#   EMR takes the security configuration as one string of JSON. Terraform only looks whether it parses, so a list, a
#   quoted string or a template that does not come out as JSON passes a plan and is refused when it is created.
# related_resources:
#   - description: Terraform AWS provider, aws_emr_security_configuration
#     ref: https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/emr_security_configuration
#   - description: Amazon EMR Management Guide, create a security configuration
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-create-security-configuration.html
# custom:
#   rowKind: configurations
#   severity: error
#   message: "the configuration is {document}, need a JSON object"
#   remedy: "Write the document as an object: jsonencode in HCL, JSON.stringify in CDKTF."
package rules.config.not_json

import data.value

checks contains {
	"id": c.subject,
	"violated": value.other_than(c.document, ["object"]),
	"path": ["configuration"],
} if {
	some c in input.configurations
}
