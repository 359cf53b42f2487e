# METADATA
# title: Certificate settings do not match their provider
# description: |
#   AwsKmsKey, SecretTags, ValidityInDays and WildcardDnsSuffix belong to the CA that EMR manages; S3Object and
#   CertificateProviderClass belong to PEM and Custom. AWS documents each field for its provider only.
# related_resources:
#   - https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-create-security-configuration.html
# custom:
#   severity: error
#   evidence: documented
#   read: "2026-11-28"
#   message: "{field} is set, but CertificateProviderType {tls.provider} does not use it"
#   remedy: "Remove {field}, or choose the provider that uses it."
#   superseded_by: [config.unknown_property]
package rules.config.tls_fields_conflict

import data.at
import data.value

checks contains {
	"id": c.id,
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
