# METADATA
# title: The private key does not belong to the certificate
# description: |
#   In the handshake a node proves with its private key that it is the one its certificate names. With another key the
#   proof fails for every peer, and the cluster cannot talk to itself. The whole public keys are compared, not the modulus
#   alone.
# related_resources:
#   - description: Amazon EMR Management Guide, providing certificates for encrypting data in transit
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-encryption-enable.html
#   - description: RFC 8446, section 4.4.2, certificate
#     ref: https://www.rfc-editor.org/rfc/rfc8446#section-4.4.2
# custom:
#   rowKind: bundles
#   severity: error
#   message: "the private key does not belong to the first certificate of certificateChain.pem"
#   remedy: "Put the private key in privateKey.pem with which the certificate was requested, or issue a certificate for this one."
#   variants:
#     issuer:
#       severity: error
#       message: "the private key belongs to a later certificate of the chain, {privateKeyFitsInstead}, not to the first"
#       remedy: "Put the nodes' own certificate first in certificateChain.pem; if {privateKeyFitsInstead} is a CA, its key must never be in a bundle, and is lost to every node it reached."
package rules.bundle.key_mismatch

import data.logic
import data.value

checks contains {
	"id": b.subject,
	"violated": logic.all([
		value.is(b.privateKeyFits, false),
		logic.any([value.unknown(b.privateKeyFitsInstead), value.absent(b.privateKeyFitsInstead)]),
	]),
} if {
	some b in input.bundles
}

checks contains {
	"id": b.subject,
	"variant": "issuer",
	"violated": logic.all([
		value.is(b.privateKeyFits, false),
		logic.none([value.unknown(b.privateKeyFitsInstead)]),
		value.present(b.privateKeyFitsInstead),
	]),
} if {
	some b in input.bundles
}
