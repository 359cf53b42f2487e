# METADATA
# title: The zip can be read in two ways
# description: |
#   A zip describes each file twice: in front of its data, and in a directory at the end. If the two differ, or if a name
#   occurs twice, points outside the archive or contains look-alike characters, the linter may check one private key
#   while the nodes load another.
# related_resources:
#   - description: Amazon EMR Management Guide, providing certificates for encrypting data in transit
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-encryption-enable.html
#   - https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
# custom:
#   severity: error
#   evidence: fails
#   read: "2026-11-28"
#   message: "two zip readers would see different contents: {ambiguous}"
#   remedy: "Create the zip again from the three PEM files with emr-encryption certs bundle, or with zip -X bundle.zip privateKey.pem certificateChain.pem trustedCertificates.pem."
package rules.bundle.ambiguous

import data.value

checks contains {
	"id": b.id,
	"violated": value.present(b.ambiguous),
} if some b in input.bundles
