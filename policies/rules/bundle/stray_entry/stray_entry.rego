# METADATA
# title: The bundle holds more than the three files
# description: |
#   Everything in the zip is copied to every node. Notes, old keys, requests and the leftovers of a desktop's packer do
#   not belong there, and tell that nobody looked at what was packed.
# related_resources:
#   - description: Amazon EMR Management Guide, providing certificates for encrypting data in transit
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-encryption-enable.html
# custom:
#   rowKind: bundles
#   severity: warning
#   message: "the bundle also holds {strays}, need the three PEM files alone"
#   remedy: "Make the zip again from the three PEM files; zip -X and emr-encryption certs bundle leave out what macOS adds."
package rules.bundle.stray_entry

import data.value

checks contains {
	"id": b.subject,
	"violated": value.present(b.strays),
} if {
	some b in input.bundles
}
