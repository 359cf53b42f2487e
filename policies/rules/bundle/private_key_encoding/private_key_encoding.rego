# METADATA
# title: The private key is not PKCS#8
# description: |
#   AWS shows only PKCS#8 (BEGIN PRIVATE KEY), and its sample providers read nothing else. Whether EMR's reader accepts
#   the older forms is not documented.
# related_resources:
#   - description: Amazon EMR Management Guide, providing certificates for encrypting data in transit
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-encryption-enable.html
#   - https://www.rfc-editor.org/rfc/rfc7468
# custom:
#   severity: info
#   evidence: documented
#   read: "2026-11-23"
#   message: "the private key is encoded as {encoding}; AWS documents only PKCS#8"
#   remedy: "Convert it to PKCS#8: openssl pkcs8 -topk8 -nocrypt -in old.pem -out privateKey.pem."
package rules.bundle.private_key_encoding

import data.sets
import data.value

checks contains {
	"id": f.id,
	"violated": value.one_of(f.encoding, [sets.private_key_encoding.pkcs_1, sets.private_key_encoding.sec1]),
} if some f in input.bundleFiles
