# METADATA
# title: A required file is missing from the bundle
# description: |
#   EMR requires privateKey.pem and certificateChain.pem at the root of the zip, under exactly these names. Without both,
#   nodes have no certificate to present.
# related_resources:
#   - description: Amazon EMR Management Guide, providing certificates for encrypting data in transit
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-encryption-enable.html
# custom:
#   severity: error
#   evidence: documented
#   read: "2026-11-28"
#   message: "the bundle has no {file}"
#   remedy: "Add {file} at the root of the zip."
package rules.bundle.file_missing

import data.logic
import data.value

# a file under another name is reported by bundle.name_wrong
checks contains {
	"id": b.id,
	"violated": logic.all([value.is(file.there, false), value.absent(file.misnamed)]),
	"params": {"file": file.name},
} if {
	some b in input.bundles
	some file in [
		{"name": "privateKey.pem", "there": b.privateKeyFile, "misnamed": b.privateKeyMisnamed},
		{"name": "certificateChain.pem", "there": b.chainFile, "misnamed": b.chainMisnamed},
	]
}
