# METADATA
# title: Two readers would see two different archives
# description: |
#   A zip says everything twice: in front of each file, and in a directory at its end. Where the two differ, where a name
#   stands twice, leads out of the archive or is spelt with look-alikes, the linter may judge one private key while the
#   nodes load another.
# related_resources:
#   - description: Amazon EMR Management Guide, providing certificates for encrypting data in transit
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-encryption-enable.html
#   - description: PKWARE APPNOTE, the ZIP file format
#     ref: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
# custom:
#   rowKind: bundles
#   severity: error
#   message: "two readers would see two different archives: {ambiguous}"
#   remedy: "Make the zip again from the three PEM files: emr-encryption certs bundle, or zip -X bundle.zip privateKey.pem certificateChain.pem trustedCertificates.pem."
package rules.bundle.ambiguous

import data.value

checks contains {
	"id": b.subject,
	"violated": value.present(b.ambiguous),
} if {
	some b in input.bundles
}
