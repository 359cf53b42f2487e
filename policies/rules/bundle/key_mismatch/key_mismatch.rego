# METADATA
# title: The private key does not belong to the certificate
# description: |
#   In a TLS handshake a node proves with its private key that it owns the certificate. With another key every handshake
#   fails. The complete public keys are compared, not only the modulus.
# related_resources:
#   - description: Amazon EMR Management Guide, providing certificates for encrypting data in transit
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-encryption-enable.html
#   - https://www.rfc-editor.org/rfc/rfc8446#section-4.4.2
# custom:
#   severity: error
#   evidence: fails
#   read: "2026-11-28"
#   message: "the private key does not belong to the nodes' certificate in certificateChain.pem"
#   remedy: "Use the private key that the certificate was requested with, or have a certificate issued for this key."
#   variants:
#     issuer:
#       message: "the private key belongs to another certificate of the chain, {privateKeyFitsInstead}, instead of the nodes' own"
#       remedy: "Put the nodes' own certificate first in certificateChain.pem. If {privateKeyFitsInstead} is a CA, replace its key: every node that downloaded the bundle has it."
package rules.bundle.key_mismatch

import data.logic
import data.value

checks contains {
	"id": b.id,
	"violated": logic.all([
		value.is(b.privateKeyFits, false),
		logic.any([value.unknown(b.privateKeyFitsInstead), value.absent(b.privateKeyFitsInstead)]),
	]),
} if some b in input.bundles

checks contains {
	"id": b.id,
	"variant": "issuer",
	"violated": logic.all([
		value.is(b.privateKeyFits, false),
		logic.none([value.unknown(b.privateKeyFitsInstead)]),
		value.present(b.privateKeyFitsInstead),
	]),
} if some b in input.bundles
