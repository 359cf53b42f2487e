# METADATA
# title: privateKey.pem contains several private keys
# description: |
#   Which of several keys a reader uses is not specified: some use the first, some the last, and the AWS sample provider
#   fails. Nodes may load a key that does not belong to their certificate.
# related_resources:
#   - https://www.rfc-editor.org/rfc/rfc7468
# custom:
#   severity: error
#   evidence: fails
#   read: "2026-11-28"
#   message: "privateKey.pem contains {privateKeys} private keys; exactly one is required"
#   remedy: "Keep only the private key of the first certificate in certificateChain.pem."
package rules.bundle.private_keys_several

import data.sets
import data.value

checks contains {
	"id": f.id,
	"applies": value.is(f.name, sets.bundle_file_name.private_key_pem),
	"violated": value.more_than(f.privateKeys, 1),
} if some f in input.bundleFiles
