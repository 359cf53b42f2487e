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

checks contains {
	"id": b.id,
	"violated": _missing(b.privateKeyFile, b.privateKeyMisnamed),
	"params": {"file": "privateKey.pem"},
} if some b in input.bundles

checks contains {
	"id": b.id,
	"violated": _missing(b.chainFile, b.chainMisnamed),
	"params": {"file": "certificateChain.pem"},
} if some b in input.bundles

# a file under another name is reported by bundle.name_wrong
_missing(file, misnamed) := logic.all([value.is(file, false), value.absent(misnamed)])
