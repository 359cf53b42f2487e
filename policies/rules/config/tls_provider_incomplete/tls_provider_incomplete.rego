# METADATA
# title: Settings of the certificate provider are missing
# description: |
#   AWS documents the zip of PEM files as required for PEM, and the JAR and its class for Custom. A class with PEM mixes
#   two sources of certificates.
# related_resources:
#   - https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-create-security-configuration.html
#   - https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-encryption-enable.html
# custom:
#   severity: error
#   evidence: documented
#   read: "2026-11-28"
#   message: "CertificateProviderType is {tls.provider}, but S3Object is missing; the location of the zip or JAR is required"
#   remedy: "Set S3Object to the location of the zip (PEM) or the JAR (Custom)."
#   variants:
#     class_missing:
#       message: "CertificateProviderType is Custom, but CertificateProviderClass is missing; the full name of the class is required"
#       remedy: "Set CertificateProviderClass to the class with its package."
#     class_unused:
#       message: "CertificateProviderClass is {tls.providerClass}, but CertificateProviderType PEM does not use a class"
#       remedy: "Remove CertificateProviderClass, or set CertificateProviderType to Custom and S3Object to the JAR."
#   superseded_by: [config.unknown_property]
package rules.config.tls_provider_incomplete

import data.at
import data.sets
import data.value

checks contains {
	"id": c.id,
	"applies": value.one_of(c.tls.provider, [sets.certificate_provider_type.pem, sets.certificate_provider_type.custom]),
	"violated": value.absent(c.tls.object),
	"path": array.concat(at.tls, ["S3Object"]),
} if some c in input.configurations

checks contains {
	"id": c.id,
	"variant": "class_missing",
	"applies": value.is(c.tls.provider, sets.certificate_provider_type.custom),
	"violated": value.absent(c.tls.providerClass),
	"path": array.concat(at.tls, ["CertificateProviderClass"]),
} if some c in input.configurations

checks contains {
	"id": c.id,
	"variant": "class_unused",
	"applies": value.is(c.tls.provider, sets.certificate_provider_type.pem),
	"violated": value.present(c.tls.providerClass),
	"path": array.concat(at.tls, ["CertificateProviderClass"]),
} if some c in input.configurations
