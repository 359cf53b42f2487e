# METADATA
# title: The provider's JAR carries key material
# description: |
#   The JAR lies in a bucket and on every node, readable to whatever runs there. Key material in it is the same for everybody and
#   for ever: a provider is there to fetch it from where it is kept.
# related_resources:
#   - description: Amazon EMR Management Guide, create keys and certificates for data encryption
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-encryption-enable.html
# custom:
#   rowKind: providers
#   severity: warning
#   message: "the JAR of {className} carries {materials}"
#   remedy: Fetch key material at run time from KMS or Secrets Manager, and replace what the JAR has given away.
package rules.provider.static_materials

import data.value

checks contains {
	"id": p.subject,
	"violated": value.present(p.materials),
	"path": p.path,
} if {
	some p in input.providers
}
