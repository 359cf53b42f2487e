# METADATA
# title: The private key of the nodes stands in plan and state
# description: |
#   content and content_base64 are arguments like any other: Terraform writes them to the plan and to the state in clear, and
#   nothing marks them as sensitive. Whoever reads either of the two, or a log of the plan, has the private key of every node.
# related_resources:
#   - description: Terraform AWS provider, aws_s3_object
#     ref: https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/s3_object
# custom:
#   subject: objects
#   severity: error
#   message: "{argument} puts the private key in the plan and in the state, in clear"
#   remedy: Write the zip to a file, give its path as source and its hash as source_hash, then issue a new private key.
package rules.object.private_key_in_state

import data.logic
import data.value

checks contains {
	"subject": o.subject,
	"violated": logic.all([value.is(o.holdsPrivateKey, true), value.is(o.carrier, argument)]),
	"path": [argument],
	"params": {"argument": argument},
} if {
	some o in input.objects
	some argument in ["content", "content_base64"]
}
