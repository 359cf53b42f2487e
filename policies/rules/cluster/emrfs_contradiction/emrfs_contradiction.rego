# METADATA
# title: EMRFS properties of the cluster contradict the security configuration
# description: |
#   A security configuration silently overrides the encryption properties of emrfs-site, so these properties promise an
#   encryption that does not happen.
# related_resources:
#   - description: Amazon EMR Release Guide, encrypt data in S3 with EMRFS
#     ref: https://docs.aws.amazon.com/emr/latest/ReleaseGuide/emr-emrfs-encryption.html
# custom:
#   rowKind: clusters
#   severity: warning
#   message: "emrfs-site sets {property} to {value}, but the security configuration uses {s3Mode}, which takes precedence"
#   remedy: "Remove the encryption properties from emrfs-site."
package rules.cluster.emrfs_contradiction

import data.logic
import data.value

checks contains {
	"id": c.subject,
	"violated": logic.all([value.is(c.emrfsServerSide, switch.to), value.one_of(c.s3Mode, switch.against)]),
	"path": ["configurations_json"],
	"params": {"property": "fs.s3.enableServerSideEncryption", "value": switch.to},
} if {
	some c in input.clusters
	some switch in [
		{"to": "true", "against": ["CSE-KMS", "CSE-Custom"]},
		{"to": "false", "against": ["SSE-S3", "SSE-KMS"]},
	]
}

checks contains {
	"id": c.subject,
	"violated": logic.all([value.is(c.emrfsClientSide, switch.to), value.one_of(c.s3Mode, switch.against)]),
	"path": ["configurations_json"],
	"params": {"property": "fs.s3.cse.enabled", "value": switch.to},
} if {
	some c in input.clusters
	some switch in [
		{"to": "true", "against": ["SSE-S3", "SSE-KMS"]},
		{"to": "false", "against": ["CSE-KMS", "CSE-Custom"]},
	]
}
