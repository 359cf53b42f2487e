# METADATA
# title: The private key is published
# description: |
#   Anyone can download this private key, and be any node of the cluster to any other. Keys of samples end up in
#   production because the sample worked.
# related_resources:
#   - description: aws-samples/emr-tls-security, which carries the private keys
#     ref: https://github.com/aws-samples/emr-tls-security
# custom:
#   subject: bundles
#   severity: error
#   message: "the private key is published in {place}"
#   remedy: "Make a new key and have it certified; treat what went over the wire as read."
package rules.bundle.published_key

import data.value

checks contains {
	"subject": b.subject,
	"violated": value.present(b.published),
	"params": {"place": b.published},
} if {
	some b in input.bundles
}
