# METADATA
# title: CSE-Custom lacks its provider of keys
# description: |
#   With CSE-Custom the nodes load a class from a JAR in S3 and ask it for keys. EMR requires both, the place of the
#   JAR and the full name of the class.
# related_resources:
#   - description: Amazon EMR Management Guide, create a security configuration
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-create-security-configuration.html
# custom:
#   subject: configurations
#   severity: error
#   message: "{place} has mode CSE-Custom without {field}, need the JAR and the class of the provider"
#   remedy: "Name the JAR in S3Object and the class in EncryptionKeyProviderClass of {place}."
#   unless: [config.unknown_property]
package rules.config.s3_provider_incomplete

import data.at
import data.logic
import data.value

checks contains {
	"subject": c.subject,
	"violated": logic.all([value.is(s3.mode, "CSE-Custom"), value.absent(field.leaf)]),
	"path": s3.path,
	"params": {"place": s3.place, "field": field.name},
} if {
	some c in input.configurations
	some s3 in array.concat(
		[{"place": "S3EncryptionConfiguration", "path": at.s3, "mode": c.s3.mode, "class": c.s3.providerClass, "object": c.s3.object}],
		[{"place": at.override_name(i), "path": at.override(i), "mode": override.mode, "class": override.providerClass, "object": override.object} |
			some i, override in c.s3Overrides
		],
	)
	some field in [
		{"name": "S3Object", "leaf": s3.object},
		{"name": "EncryptionKeyProviderClass", "leaf": s3.class},
	]
}
