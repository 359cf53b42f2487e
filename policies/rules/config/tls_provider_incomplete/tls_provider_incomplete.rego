# METADATA
# title: The certificate provider lacks what it needs
# description: |
#   PEM needs the zip of PEM files, Custom the JAR and the class in it. EMR refuses a provider without them, and a
#   class beside PEM shows that two ways of making certificates were mixed up.
# related_resources:
#   - description: Amazon EMR Management Guide, create a security configuration
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-create-security-configuration.html
#   - description: Amazon EMR Management Guide, create keys and certificates for data encryption
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-encryption-enable.html
# custom:
#   rowKind: configurations
#   severity: error
#   message: "CertificateProviderType {tls.provider} has no S3Object, need the place of the zip or JAR in S3"
#   remedy: "Name the zip (PEM) or the JAR (Custom) in S3Object."
#   variants:
#     class_missing:
#       severity: error
#       message: "CertificateProviderType Custom has no CertificateProviderClass, need the full name of the class in the JAR"
#       remedy: "Name the class, with its package, in CertificateProviderClass."
#     class_unused:
#       severity: error
#       message: "CertificateProviderClass {tls.providerClass} stands beside CertificateProviderType PEM, which takes none"
#       remedy: "Remove CertificateProviderClass, or set CertificateProviderType to Custom and S3Object to the JAR."
#   superseded_by: [config.unknown_property]
package rules.config.tls_provider_incomplete

import data.at
import data.value

checks contains {
	"id": c.subject,
	"applies": value.one_of(c.tls.provider, ["PEM", "Custom"]),
	"violated": value.absent(c.tls.object),
	"path": array.concat(at.tls, ["S3Object"]),
} if {
	some c in input.configurations
}

checks contains {
	"id": c.subject,
	"variant": "class_missing",
	"applies": value.is(c.tls.provider, "Custom"),
	"violated": value.absent(c.tls.providerClass),
	"path": array.concat(at.tls, ["CertificateProviderClass"]),
} if {
	some c in input.configurations
}

checks contains {
	"id": c.subject,
	"variant": "class_unused",
	"applies": value.is(c.tls.provider, "PEM"),
	"violated": value.present(c.tls.providerClass),
	"path": array.concat(at.tls, ["CertificateProviderClass"]),
} if {
	some c in input.configurations
}
