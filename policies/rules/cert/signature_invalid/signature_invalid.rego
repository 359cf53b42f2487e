# METADATA
# title: A signature does not match the issuer's key
# description: |
#   The bundle contains a certificate with the issuer's name, but its key did not make this signature: the CA was created
#   again under the same name, or the certificate was altered. No node trusts it.
# related_resources:
#   - https://www.rfc-editor.org/rfc/rfc5280#section-6.1
# custom:
#   severity: error
#   evidence: fails
#   read: "2026-11-28"
#   message: "the signature on {place} was not made with the key of {issuerName}"
#   remedy: "Add the certificate of the CA that signed it: the one with the same name and the right key."
package rules.cert.signature_invalid

import data.sets
import data.value

checks contains {
	"id": c.id,
	"applies": value.one_of(c.role, [sets.certificate_role.leaf, sets.certificate_role.issuer]),
	"violated": value.is(c.signature.verifies, false),
} if some c in input.certificates
