# METADATA
# title: The bundle contains additional files
# description: |
#   Everything in the zip is copied to every node. Notes, old keys, certificate requests and the hidden files of desktop
#   archivers do not belong there.
# related_resources:
#   - description: Amazon EMR Management Guide, providing certificates for encrypting data in transit
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-encryption-enable.html
# custom:
#   severity: warning
#   evidence: practice
#   read: "2026-11-28"
#   message: "the bundle also contains {strays}; only the three PEM files belong in it"
#   remedy: "Create the zip again from the three PEM files; emr-encryption certs bundle and zip -X leave out the files that macOS adds."
package rules.bundle.stray_entry

import data.value

checks contains {
	"id": b.id,
	"violated": value.present(b.strays),
} if some b in input.bundles
