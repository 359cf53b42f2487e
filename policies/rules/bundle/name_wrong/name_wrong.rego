# METADATA
# title: A file that EMR needs is there under another name
# description: |
#   The names are exact: letter case, ending and place count. Files in a folder, .key and .crt endings, and a zip within
#   the zip are what comes out when the bundle is packed from one folder too high or by a desktop's menu.
# related_resources:
#   - description: Amazon EMR Management Guide, providing certificates for encrypting data in transit
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-encryption-enable.html
# custom:
#   rowKind: bundles
#   severity: error
#   message: "{file} is there as {found}, need it at the root under its exact name"
#   remedy: "Pack {found} as {file}, from within the folder: zip -X bundle.zip privateKey.pem certificateChain.pem trustedCertificates.pem."
#   variants:
#     nested:
#       severity: error
#       message: "the bundle holds another zip, {found}, need the PEM files themselves"
#       remedy: "Upload {found} itself, or pack the PEM files and not their zip."
package rules.bundle.name_wrong

import data.logic
import data.value

checks contains {
	"id": b.subject,
	"violated": _misnamed(b.privateKeyMisnamed),
	"params": {"file": "privateKey.pem", "found": b.privateKeyMisnamed},
} if {
	some b in input.bundles
}

checks contains {
	"id": b.subject,
	"violated": _misnamed(b.chainMisnamed),
	"params": {"file": "certificateChain.pem", "found": b.chainMisnamed},
} if {
	some b in input.bundles
}

checks contains {
	"id": b.subject,
	"variant": "nested",
	"violated": value.ends_with(b.chainMisnamed, ".zip"),
	"params": {"found": b.chainMisnamed},
} if {
	some b in input.bundles
}

checks contains {
	"id": b.subject,
	"variant": "nested",
	"violated": value.ends_with(b.privateKeyMisnamed, ".zip"),
	"params": {"found": b.privateKeyMisnamed},
} if {
	some b in input.bundles
}

_misnamed(found) := logic.all([value.present(found), logic.none([value.ends_with(found, ".zip")])])
