# METADATA
# title: More than one private key
# description: |
#   Which of several keys a reader takes is not written anywhere: some take the first, some the last, AWS's own sample
#   fails. The nodes may end up with a key that does not belong to their certificate.
# related_resources:
#   - description: RFC 7468, textual encodings of PKIX structures
#     ref: https://www.rfc-editor.org/rfc/rfc7468
# custom:
#   subject: bundleFiles
#   severity: error
#   message: "privateKey.pem holds {count} private keys, need one"
#   remedy: "Leave the key that belongs to the first certificate of certificateChain.pem."
package rules.bundle.private_keys_several

import data.logic
import data.value

checks contains {
	"subject": f.subject,
	"violated": logic.all([value.is(f.name, "privateKey.pem"), value.more_than(f.privateKeys, 1)]),
	"params": {"count": f.privateKeys},
} if {
	some f in input.bundleFiles
}
