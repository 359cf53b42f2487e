# METADATA
# title: A provider class is not the name of a Java class
# description: |
#   EMR loads the class by its full name. An older copy of AWS's own page shows a name that ends in .jar; such a
#   configuration is created, and every cluster fails when it starts.
# related_resources:
#   - description: Amazon EMR Management Guide, create a security configuration
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-create-security-configuration.html
#   - description: Amazon EMR Management Guide, create keys and certificates for data encryption
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-encryption-enable.html
# custom:
#   subject: configurations
#   severity: error
#   message: "{field} of {place} is {class}, need the full name of a Java class"
#   remedy: "Write the name of the class with its package, as in com.example.keys.MyProvider; the file goes into S3Object."
#   unless: [config.unknown_property]
package rules.config.provider_class_invalid

import data.at
import data.logic
import data.value

checks contains {
	"subject": c.subject,
	"violated": _no_class(place.class),
	"path": array.concat(place.path, ["EncryptionKeyProviderClass"]),
	"params": {"field": "EncryptionKeyProviderClass", "place": place.name, "class": place.class},
} if {
	some c in input.configurations
	some place in array.concat(
		[
			{"name": "S3EncryptionConfiguration", "path": at.s3, "class": c.s3.providerClass},
			{"name": "LocalDiskEncryptionConfiguration", "path": at.local_disk, "class": c.localDisk.providerClass},
		],
		[{"name": at.override_name(i), "path": at.override(i), "class": override.providerClass} |
			some i, override in c.s3Overrides
		],
	)
}

checks contains {
	"subject": c.subject,
	"violated": _no_class(c.tls.providerClass),
	"path": array.concat(at.tls, ["CertificateProviderClass"]),
	"params": {
		"field": "CertificateProviderClass",
		"place": "TLSCertificateConfiguration",
		"class": c.tls.providerClass,
	},
} if {
	some c in input.configurations
}

_no_class(name) := logic.any([
	value.matches(name, `\.(jar|class|java)$`),
	value.mismatches(name, `^[\pL_$][\pL\pN_$]*(\.[\pL_$][\pL\pN_$]*)*$`),
])
