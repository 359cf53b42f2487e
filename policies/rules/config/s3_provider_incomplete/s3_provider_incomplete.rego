# METADATA
# title: CSE-Custom lacks its provider of keys
# description: |
#   With CSE-Custom the nodes load a class from a JAR in S3 and ask it for keys. EMR requires both, the place of the
#   JAR and the full name of the class.
# related_resources:
#   - description: Amazon EMR Management Guide, create a security configuration
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-create-security-configuration.html
# custom:
#   rowKind: configurations
#   severity: error
#   message: "{place} has mode CSE-Custom without {field}, need the JAR and the class of the provider"
#   remedy: "Name the JAR in S3Object and the class in EncryptionKeyProviderClass of {place}."
#   superseded_by: [config.unknown_property]
package rules.config.s3_provider_incomplete

import data.at
import data.value

checks contains {
	"id": c.subject,
	"applies": value.is(s3.mode, "CSE-Custom"),
	"violated": value.absent(field.leaf),
	"path": s3.path,
	"params": {"place": s3.place, "field": field.name},
} if {
	some c in input.configurations
	some s3 in at.s3_places(c.s3, c.s3Overrides)
	some field in [
		{"name": "S3Object", "leaf": s3.object},
		{"name": "EncryptionKeyProviderClass", "leaf": s3.providerClass},
	]
}
