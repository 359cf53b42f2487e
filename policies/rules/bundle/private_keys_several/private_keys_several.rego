# METADATA
# title: More than one private key
# description: |
#   Which of several keys a reader takes is not written anywhere: some take the first, some the last, AWS's own sample
#   fails. The nodes may end up with a key that does not belong to their certificate.
# related_resources:
#   - description: RFC 7468, textual encodings of PKIX structures
#     ref: https://www.rfc-editor.org/rfc/rfc7468
# custom:
#   rowKind: bundleFiles
#   severity: error
#   message: "privateKey.pem holds {privateKeys} private keys, need one"
#   remedy: "Leave the key that belongs to the first certificate of certificateChain.pem."
package rules.bundle.private_keys_several

import data.value

checks contains {
	"id": f.subject,
	"applies": value.is(f.name, "privateKey.pem"),
	"violated": value.more_than(f.privateKeys, 1),
} if {
	some f in input.bundleFiles
}
