# METADATA
# title: The release does not support a feature that the cluster uses
# description: |
#   Each encryption feature was introduced with a release. AWS documents the first one that supports it; an older release
#   fails to start the cluster, or ignores the setting. Log encryption is covered by key.log_encryption_unready.
# related_resources:
#   - description: Amazon EMR Management Guide, encryption options
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-data-encryption-options.html
#   - description: Amazon EMR Management Guide, create keys and certificates for data encryption
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-encryption-enable.html
# custom:
#   rowKind: clusters
#   severity: error
#   message: "{release} does not support {feature}; {from} or later is required"
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
