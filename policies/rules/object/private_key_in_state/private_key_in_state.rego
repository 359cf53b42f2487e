# METADATA
# title: The private key of the nodes stands in plan and state
# description: |
#   content and content_base64 are arguments like any other: Terraform writes them to the plan and to the state in clear, and
#   nothing marks them as sensitive. Whoever reads either of the two, or a log of the plan, has the private key of every node.
#   A private key that tls_private_key makes, or that archive_file is given as text, stands in the state as well.
# related_resources:
#   - description: Terraform AWS provider, aws_s3_object
#     ref: https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/s3_object
#   - description: Terraform TLS provider, tls_private_key
#     ref: https://registry.terraform.io/providers/hashicorp/tls/latest/docs/resources/private_key
# custom:
#   rowKind: objects
#   severity: error
#   message: "{argument} puts the private key in the plan and in the state, in clear"
#   remedy: Write the zip to a file, give its path as source and its hash as source_hash, then issue a new private key.
#   variants:
#     kept:
#       severity: warning
#       message: "{privateKeyIn} keeps the private key of the nodes in the state, in clear"
#       remedy: "Make the private key outside of Terraform (emr-encryption certs request), and give the zip's path as source or publish it with certs publish."
package rules.object.private_key_in_state

import data.value

checks contains {
	"id": o.subject,
	"applies": value.is(o.holdsPrivateKey, true),
	"violated": value.is(o.carrier, argument),
	"path": [argument],
	"params": {"argument": argument},
} if {
	some o in input.objects
	some argument in ["content", "content_base64"]
}

checks contains {
	"id": o.subject,
	"variant": "kept",
	"violated": value.present(o.privateKeyIn),
} if {
	some o in input.objects
}
