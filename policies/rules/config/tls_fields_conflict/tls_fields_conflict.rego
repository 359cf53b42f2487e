# METADATA
# title: Certificate settings do not go with their provider
# description: |
#   AwsKmsKey, SecretTags, ValidityInDays and WildcardDnsSuffix shape the CA that EMR manages; S3Object and the class
#   belong to PEM and Custom. EMR refuses a mixture, since it cannot tell which certificates were meant.
# related_resources:
#   - description: Amazon EMR Management Guide, create a security configuration
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-create-security-configuration.html
# custom:
#   rowKind: configurations
#   severity: error
#   message: "{field} stands beside CertificateProviderType {tls.provider}, which does not take it"
#   remedy: "Remove {field}, or choose the provider that takes it."
#   superseded_by: [config.unknown_property]
package rules.config.tls_fields_conflict

import data.at
import data.value

checks contains {
	"id": c.subject,
	"applies": value.one_of(c.tls.provider, field.refused_by),
	"violated": field.there,
	"path": array.concat(at.tls, [field.name]),
	"params": {"field": field.name},
} if {
	some c in input.configurations
	some field in [
		{"name": "AwsKmsKey", "there": value.present(c.tls.key), "refused_by": ["PEM", "Custom"]},
		{"name": "SecretTags", "there": value.is(c.tls.secretTags, true), "refused_by": ["PEM", "Custom"]},
		{"name": "ValidityInDays", "there": value.present(c.tls.validityDays), "refused_by": ["PEM", "Custom"]},
		{"name": "WildcardDnsSuffix", "there": value.present(c.tls.wildcardSuffix), "refused_by": ["PEM", "Custom"]},
		{"name": "S3Object", "there": value.present(c.tls.object), "refused_by": ["EMR"]},
		{"name": "CertificateProviderClass", "there": value.present(c.tls.providerClass), "refused_by": ["EMR"]},
	]
}
