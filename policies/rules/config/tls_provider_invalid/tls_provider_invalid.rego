# METADATA
# title: The certificate provider does not exist
# description: |
#   AWS documents three sources of certificates: a zip of PEM files (PEM), a custom class (Custom), and a CA that EMR
#   manages (EMR).
# related_resources:
#   - https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-create-security-configuration.html
# custom:
#   severity: error
#   evidence: documented
#   read: "2026-11-28"
#   message: "CertificateProviderType is {tls.provider}; PEM, Custom or EMR is required"
#   remedy: "Use PEM with the zip of certificates in S3Object, Custom with a JAR and a class, or EMR."
#   variants:
#     missing:
#       message: "TLSCertificateConfiguration has no CertificateProviderType; PEM, Custom or EMR is required"
#   superseded_by: [config.unknown_property]
package rules.config.tls_provider_invalid

import data.at
import data.logic
import data.sets
import data.value

checks contains {
	"id": c.id,
	"violated": value.other_than(c.tls.provider, [sets.certificate_provider_type.pem, sets.certificate_provider_type.custom, sets.certificate_provider_type.emr]),
	"path": array.concat(at.tls, ["CertificateProviderType"]),
} if some c in input.configurations

checks contains {
	"id": c.id,
	"variant": "missing",
	"violated": logic.all([value.is(c.inTransitSettings, true), value.absent(c.tls.provider)]),
	"path": at.tls,
} if some c in input.configurations
