# METADATA
# title: The private key and the certificate chain are swapped
# description: |
#   Each file contains what belongs in the other. EMR goes by the names, finds no private key, and the cluster fails
#   while it is provisioned.
# related_resources:
#   - description: Amazon EMR Management Guide, providing certificates for encrypting data in transit
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-encryption-enable.html
# custom:
#   severity: error
#   evidence: documented
#   read: "2026-11-28"
#   message: "privateKey.pem contains the certificates, and certificateChain.pem the private key"
#   remedy: "Swap the contents of the two files, and create the zip again."
package rules.bundle.files_swapped

import data.logic
import data.sets
import data.value

checks contains {
	"id": f.id,
	"violated": logic.all([value.is(f.swapped, true), value.is(f.name, sets.bundle_file_name.private_key_pem)]),
} if some f in input.bundleFiles
