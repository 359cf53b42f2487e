# METADATA
# title: The zip cannot be read safely
# description: |
#   EMR copies the zip to every node and unpacks it with Java. A zip that is damaged, encrypted, compressed with a method
#   that Java does not support, or far larger than three PEM files leaves nodes without certificates. The linter does not
#   unpack it.
# related_resources:
#   - description: Amazon EMR Management Guide, providing certificates for encrypting data in transit
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-encryption-enable.html
#   - https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
#   - description: Java SE, java.util.zip.ZipInputStream
#     ref: https://docs.oracle.com/en/java/javase/17/docs/api/java.base/java/util/zip/ZipInputStream.html
# custom:
#   severity: error
#   evidence: fails
#   read: "2026-11-28"
#   message: "the zip cannot be read safely: {unreadable}"
#   remedy: "Create the zip again from the three PEM files with emr-encryption certs bundle, or with zip -X bundle.zip privateKey.pem certificateChain.pem trustedCertificates.pem."
package rules.bundle.unreadable

import data.value

checks contains {
	"id": b.id,
	"violated": value.present(b.unreadable),
} if some b in input.bundles
