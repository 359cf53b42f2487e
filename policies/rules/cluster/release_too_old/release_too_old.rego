# METADATA
# title: The release is older than what the cluster asks of it
# description: |
#   Each part of encryption came with a release. An older one refuses the cluster, or ignores what it does not know and starts
#   without it. Log encryption has a rule of its own, key.log_encryption_unready.
# related_resources:
#   - description: Amazon EMR Management Guide, encryption options
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-data-encryption-options.html
#   - description: Amazon EMR Management Guide, create keys and certificates for data encryption
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-encryption-enable.html
# custom:
#   rowKind: clusters
#   severity: error
#   message: "{release} has no {feature}, need {from} or later"
#   remedy: "Use release {from} or later."
package rules.cluster.release_too_old

import data.logic
import data.value

checks contains {
	"id": c.subject,
	"violated": logic.all([feature.used, value.less_than(c.releaseNumber, feature.number)]),
	"path": ["release_label"],
	"params": {"feature": feature.name, "from": feature.from},
} if {
	some c in input.clusters
	some feature in [
		{
			"name": "security configurations",
			"used": value.present(c.securityConfiguration),
			"number": 4008000,
			"from": "emr-4.8.0",
		},
		{"name": "Kerberos", "used": value.is(c.kerberos, true), "number": 5010000, "from": "emr-5.10.0"},
		{"name": "role mappings", "used": value.is(c.roleMappings, true), "number": 5010000, "from": "emr-5.10.0"},
		{"name": "external KDC", "used": value.is(c.externalKdc, true), "number": 5020000, "from": "emr-5.20.0"},
		{"name": "EBS encryption", "used": value.is(c.ebs, true), "number": 5024000, "from": "emr-5.24.0"},
	]
}
