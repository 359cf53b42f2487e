# METADATA
# title: A provider class is not the name of a Java class
# description: |
#   AWS documents the full name of a Java class. An older AWS page shows a name that ends in .jar, by which Java loads no
#   class.
# related_resources:
#   - https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-create-security-configuration.html
#   - https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-encryption-enable.html
# custom:
#   severity: error
#   evidence: documented
#   read: "2026-11-28"
#   message: "{field} of {place} is {class}; the full name of a Java class is required"
#   remedy: "Write the class with its package, such as com.example.keys.MyProvider; the JAR goes into S3Object."
#   superseded_by: [config.unknown_property]
package rules.config.provider_class_invalid

import data.at
import data.value

checks contains {
	"id": c.id,
	"violated": value.is(section.mayBeClass, false),
	"path": array.concat(section.path, [field]),
	"params": {"field": field, "place": section.place, "class": section.providerClass},
} if {
	some c in input.configurations
	some section in at.object_places(c)
	field := _field(section.place)
}

_field(place) := "CertificateProviderClass" if place == "TLSCertificateConfiguration"

else := "EncryptionKeyProviderClass"
