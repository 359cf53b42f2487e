# METADATA
# title: A required file has the wrong name
# description: |
#   Names are exact, including letter case and extension, and the files must be at the root of the zip. Files in a
#   folder, .key and .crt extensions, and a zip inside the zip are typical results of packing the parent folder or using
#   a desktop menu.
# related_resources:
#   - description: Amazon EMR Management Guide, providing certificates for encrypting data in transit
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-encryption-enable.html
# custom:
#   severity: error
#   evidence: documented
#   read: "2026-11-28"
#   message: "{file} is packed as {found}; it must be at the root of the zip under its exact name"
#   remedy: "Rename {found} to {file} and pack it from inside its folder: zip -X bundle.zip privateKey.pem certificateChain.pem trustedCertificates.pem."
#   variants:
#     nested:
#       message: "the bundle contains another zip, {found}, instead of the PEM files"
#       remedy: "Upload {found} itself, or pack the PEM files."
package rules.bundle.name_wrong

import data.logic
import data.value

checks contains {
	"id": b.id,
	"violated": logic.all([value.present(file.found), logic.none([value.ends_with(file.found, ".zip")])]),
	"params": {"file": file.name, "found": file.found},
} if {
	some b in input.bundles
	some file in [
		{"name": "privateKey.pem", "found": b.privateKeyMisnamed},
		{"name": "certificateChain.pem", "found": b.chainMisnamed},
	]
}

checks contains {
	"id": b.id,
	"variant": "nested",
	"violated": value.ends_with(found, ".zip"),
	"params": {"found": found},
} if {
	some b in input.bundles
	some found in [b.privateKeyMisnamed, b.chainMisnamed]
}
