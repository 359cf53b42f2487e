# METADATA
# title: The private key is published
# description: |
#   Anyone can download this private key, and be any node of the cluster to any other; with the key of a CA, anyone can
#   issue certificates that the nodes trust. Keys of samples, tests and firmware end up in production because the sample
#   worked. The list is formats/x509/published-keys.json.
# related_resources:
#   - description: aws-samples/emr-tls-security, which carries private keys for nodes of EMR
#     ref: https://github.com/aws-samples/emr-tls-security
#   - description: House of Keys, private keys of firmware
#     ref: https://github.com/sec-consult/houseofkeys
# custom:
#   rowKind: bundles
#   severity: error
#   message: "the private key is published in {published}"
#   remedy: "Make a new key and have it certified; treat what went over the wire as read."
#   variants:
#     issuer:
#       severity: error
#       message: "the private key of {publishedIssuer}, which the bundle carries as an issuer or trusts, is published in {publishedIssuerAt}"
#       remedy: "Take {publishedIssuer} out of the bundle and have the nodes' certificate issued by another CA; with that key anyone issues certificates that the nodes accept."
package rules.bundle.published_key

import data.value

checks contains {
	"id": b.subject,
	"violated": value.present(b.published),
} if {
	some b in input.bundles
}

checks contains {
	"id": b.subject,
	"variant": "issuer",
	"violated": value.present(b.publishedIssuer),
} if {
	some b in input.bundles
}
