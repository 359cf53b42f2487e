# METADATA
# title: privateKey.pem contains certificates
# description: |
#   Some tools write the key and its certificates into one file. Known private key readers skip the certificates; the
#   behavior of EMR's reader is not documented.
# related_resources:
#   - description: Amazon EMR Management Guide, providing certificates for encrypting data in transit
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-encryption-enable.html
# custom:
#   severity: info
#   evidence: practice
#   read: "2026-11-23"
#   message: "privateKey.pem also contains {certificates} certificates; it should contain only the private key"
#   remedy: "Remove everything except the private key from privateKey.pem."
package rules.bundle.certificate_with_private_key

import data.logic
import data.sets
import data.value

checks contains {
	"id": f.id,
	"applies": value.is(f.name, sets.bundle_file_name.private_key_pem),
	"violated": logic.all([value.more_than(f.privateKeys, 0), value.more_than(f.certificates, 0)]),
} if some f in input.bundleFiles
