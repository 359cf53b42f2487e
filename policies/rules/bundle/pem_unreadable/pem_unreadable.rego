# METADATA
# title: A PEM file is not what strict readers take
# description: |
#   OpenSSL, Java and other readers forgive different mistakes, so a file that one of them takes can be empty, cut short
#   or another certificate for the next. What Java's own reader refuses never starts TLS on a node: a byte order mark, a
#   missing END line, bytes after the certificate, a label that does not fit its content.
# related_resources:
#   - description: RFC 7468, textual encodings of PKIX structures
#     ref: https://www.rfc-editor.org/rfc/rfc7468
#   - description: Java SE, java.security.cert.CertificateFactory
#     ref: https://docs.oracle.com/en/java/javase/17/docs/api/java.base/java/security/cert/CertificateFactory.html
# custom:
#   rowKind: bundleFiles
#   severity: error
#   message: "{name} is not what strict readers take: {problem}"
#   remedy: "Write {name} again as plain PEM, text with real line ends: openssl x509, pkcs8 -topk8 -nocrypt, or pkcs7 -print_certs for a container; emr-encryption certs bundle converts certificates."
#   variants:
#     skipped:
#       severity: warning
#       message: "{name}: {skipped}"
#       remedy: "Remove what follows the last END line of {name}."
#     label:
#       severity: warning
#       message: "{name}: {otherLabel}"
#       remedy: "Write {name} with the label CERTIFICATE: emr-encryption certs bundle does it."
package rules.bundle.pem_unreadable

import data.logic
import data.value

checks contains {
	"id": f.subject,
	"violated": logic.all([value.present(f.problem), value.is(f.swapped, false)]),
} if {
	some f in input.bundleFiles
}

checks contains {
	"id": f.subject,
	"variant": "skipped",
	"violated": value.present(f.skipped),
} if {
	some f in input.bundleFiles
}

checks contains {
	"id": f.subject,
	"variant": "label",
	"violated": value.present(f.otherLabel),
} if {
	some f in input.bundleFiles
}
