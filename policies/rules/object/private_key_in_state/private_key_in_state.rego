# METADATA
# title: The nodes' private key is in the plan or the state
# description: |
#   Terraform writes content and content_base64 to the plan and the state in clear text and does not mark them as
#   sensitive. Anyone who can read either has the private key of every node. A private key that tls_private_key creates,
#   or that archive_file receives as text, is in the state as well.
# related_resources:
#   - https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/s3_object
#   - description: Terraform TLS provider, tls_private_key
#     ref: https://registry.terraform.io/providers/hashicorp/tls/latest/docs/resources/private_key
# custom:
#   severity: error
#   evidence: fails
#   read: "2026-11-28"
#   message: "{argument} writes the private key to the plan and the state in clear text"
#   remedy: "Write the zip to a file, set source to its path and source_hash to its hash, and issue a new private key."
#   variants:
#     kept:
#       severity: warning
#       message: "{privateKeyIn} keeps the nodes' private key in the state in clear text"
#       remedy: "Create the private key outside Terraform (emr-encryption certs request), and set source to the path of the zip or publish it with emr-encryption certs publish."
package rules.object.private_key_in_state

import data.value

checks contains {
	"id": o.id,
	"applies": value.is(o.holdsPrivateKey, true),
	"violated": value.is(o.carrier, argument),
	"path": [argument],
	"params": {"argument": argument},
} if {
	some o in input.objects
	some argument in ["content", "content_base64"]
}

checks contains {
	"id": o.id,
	"variant": "kept",
	"violated": value.present(o.privateKeyIn),
} if some o in input.objects
