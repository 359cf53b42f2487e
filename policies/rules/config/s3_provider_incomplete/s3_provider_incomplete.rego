# METADATA
# title: The key provider of CSE-Custom is incomplete
# description: |
#   With CSE-Custom the nodes load a class from a JAR in S3 and ask it for keys. AWS documents both the JAR and the full
#   name of the class as required.
# related_resources:
#   - https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-create-security-configuration.html
# custom:
#   severity: error
#   evidence: documented
#   read: "2026-11-28"
#   message: "{place} has mode CSE-Custom, but {field} is missing; the JAR and the class of the provider are required"
#   remedy: "Set S3Object to the JAR and EncryptionKeyProviderClass to the class in {place}."
#   superseded_by: [config.unknown_property]
package rules.config.s3_provider_incomplete

import data.at
import data.sets
import data.value

checks contains {
	"id": c.id,
	"applies": value.is(s3.mode, sets.encryption_mode.cse_custom),
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
