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
#   subject: configurations
#   severity: error
#   message: "CertificateProviderType {provider} has no S3Object, need the place of the zip or JAR in S3"
#   remedy: "Name the zip (PEM) or the JAR (Custom) in S3Object."
#   variants:
#     class_missing:
#       severity: error
#       message: "CertificateProviderType Custom has no CertificateProviderClass, need the full name of the class in the JAR"
#       remedy: "Name the class, with its package, in CertificateProviderClass."
#     class_unused:
#       severity: error
#       message: "CertificateProviderClass {class} stands beside CertificateProviderType PEM, which takes none"
#       remedy: "Remove CertificateProviderClass, or set CertificateProviderType to Custom and S3Object to the JAR."
#   unless: [config.unknown_property]
package rules.config.tls_provider_incomplete

import data.at
import data.logic
import data.value

checks contains {
	"subject": c.subject,
	"violated": logic.all([value.one_of(c.tls.provider, ["PEM", "Custom"]), value.absent(c.tls.object)]),
	"path": array.concat(at.tls, ["S3Object"]),
	"params": {"provider": c.tls.provider},
} if {
	some c in input.configurations
}

checks contains {
	"subject": c.subject,
	"variant": "class_missing",
	"violated": logic.all([value.is(c.tls.provider, "Custom"), value.absent(c.tls.providerClass)]),
	"path": array.concat(at.tls, ["CertificateProviderClass"]),
	"params": {},
} if {
	some c in input.configurations
}

checks contains {
	"subject": c.subject,
	"variant": "class_unused",
	"violated": logic.all([value.is(c.tls.provider, "PEM"), value.present(c.tls.providerClass)]),
	"path": array.concat(at.tls, ["CertificateProviderClass"]),
	"params": {"class": c.tls.providerClass},
} if {
	some c in input.configurations
}
