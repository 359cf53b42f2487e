# METADATA
# title: The provider's JAR contains key material
# description: |
#   The JAR is in a bucket and on every node, readable by every job. Key material in it is shared by all clusters and
#   never changes. The EMR guide allows static key material; this project recommends fetching it at run time.
# related_resources:
#   - https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-encryption-enable.html
# custom:
#   severity: warning
#   evidence: practice
#   read: "2026-11-28"
#   message: "the JAR of {className} contains {materials}"
#   remedy: "Fetch key material at run time from KMS or Secrets Manager, and replace the keys that the JAR contained."
package rules.provider.static_materials

import data.value

checks contains {
	"id": p.id,
	"violated": value.present(p.materials),
	"path": p.path,
} if some p in input.providers
