# METADATA
# title: The private key is public
# description: |
#   Anyone can download this private key and impersonate every node; with the key of a CA, anyone can issue certificates
#   that the nodes trust. Keys from samples, tests and firmware reach production because the sample worked. The list is
#   formats/x509/published-keys.json.
# related_resources:
#   - description: aws-samples/emr-tls-security, which carries private keys for nodes of EMR
#     ref: https://github.com/aws-samples/emr-tls-security
#   - description: House of Keys, private keys of firmware
#     ref: https://github.com/sec-consult/houseofkeys
# custom:
#   severity: error
#   evidence: fails
#   read: "2026-11-28"
#   message: "the private key is published in {published}"
#   remedy: "Create a new key and have it certified. Treat all traffic that the old key protected as readable."
#   variants:
#     issuer:
#       message: "the private key of {publishedIssuer}, which the bundle contains as an issuer or trusts, is published in {publishedIssuerAt}"
#       remedy: "Remove {publishedIssuer} from the bundle, and have the nodes' certificate issued by another CA."
package rules.bundle.published_key

import data.value

checks contains {
	"id": b.id,
	"violated": value.present(b.published),
} if some b in input.bundles

checks contains {
	"id": b.id,
	"variant": "issuer",
	"violated": value.present(b.publishedIssuer),
} if some b in input.bundles
