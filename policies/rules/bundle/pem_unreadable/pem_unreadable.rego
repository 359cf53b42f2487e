# METADATA
# title: A PEM file is not valid
# description: |
#   OpenSSL, Java and other readers tolerate different mistakes, so a file that one of them accepts can be empty,
#   truncated or another certificate for the next. Which reader EMR uses is not documented; strict readers refuse a byte
#   order mark, a missing END line, bytes after the certificate, and a label that does not match its content.
# related_resources:
#   - https://www.rfc-editor.org/rfc/rfc7468
#   - https://docs.oracle.com/en/java/javase/17/docs/api/java.base/java/security/cert/CertificateFactory.html
# custom:
#   severity: error
#   evidence: fails
#   read: "2026-11-28"
#   message: "strict PEM readers refuse {name}: {problem}"
#   remedy: "Write {name} again as plain PEM with real line breaks: openssl x509, openssl pkcs8 -topk8 -nocrypt, or openssl pkcs7 -print_certs for a PKCS#7 container, or let certs bundle convert it."
#   variants:
#     skipped:
#       severity: warning
#       message: "{name}: {skipped}"
#       remedy: "Remove everything after the last END line of {name}."
#     label:
#       severity: warning
#       message: "{name}: {otherLabel}"
#       remedy: "Write {name} with the label CERTIFICATE; emr-encryption certs bundle does this."
package rules.bundle.pem_unreadable

import data.logic
import data.value

checks contains {
	"id": f.id,
	"violated": logic.all([value.present(f.problem), value.is(f.swapped, false)]),
} if some f in input.bundleFiles

checks contains {
	"id": f.id,
	"variant": "skipped",
	"violated": value.present(f.skipped),
} if some f in input.bundleFiles

checks contains {
	"id": f.id,
	"variant": "label",
	"violated": value.present(f.otherLabel),
} if some f in input.bundleFiles
