# METADATA
# title: Private key and certificate chain are swapped
# description: |
#   Each of the two files holds what belongs in the other. EMR goes by the names, finds no private key, and the cluster
#   fails while it is being provisioned.
# related_resources:
#   - description: Amazon EMR Management Guide, providing certificates for encrypting data in transit
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-encryption-enable.html
# custom:
#   rowKind: bundleFiles
#   severity: error
#   message: "privateKey.pem holds the certificates and certificateChain.pem the private key"
#   remedy: "Exchange the contents of the two files, and make the zip again."
package rules.bundle.files_swapped

import data.logic
import data.value

checks contains {
	"id": f.subject,
	"violated": logic.all([value.is(f.swapped, true), value.is(f.name, "privateKey.pem")]),
} if {
	some f in input.bundleFiles
}
