# METADATA
# title: The configuration is not a JSON object
# description: |
#   EMR expects the security configuration as a string that contains a JSON object. Terraform checks only that it is
#   JSON, so a list or a quoted string passes the plan and fails when it is created.
# related_resources:
#   - https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/emr_security_configuration
#   - https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-create-security-configuration.html
# custom:
#   severity: error
#   evidence: documented
#   read: "2026-11-28"
#   message: "the configuration is {document}; a JSON object is required"
#   remedy: "Write the document as an object: jsonencode in HCL, JSON.stringify in CDKTF."
package rules.config.not_json

import data.sets
import data.value

checks contains {
	"id": c.id,
	"violated": value.other_than(c.document, [sets.document_kind.object]),
	"path": ["configuration"],
} if some c in input.configurations
