# METADATA
# title: WildcardDnsSuffix is written as a wildcard
# description: |
#   EMR puts the asterisk in front by itself. With *. or a dot at its start the suffix makes a name that no host has,
#   and clients of the cluster refuse its certificates.
# related_resources:
#   - description: Amazon EMR Management Guide, create a security configuration
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-create-security-configuration.html
# custom:
#   rowKind: configurations
#   severity: warning
#   message: "WildcardDnsSuffix is {tls.wildcardSuffix}, need a domain without * and without a dot in front, as in corp.example"
#   remedy: "Write the domain alone."
#   superseded_by: [config.unknown_property]
package rules.config.wildcard_suffix_invalid

import data.at
import data.value

checks contains {
	"id": c.subject,
	"violated": value.matches(c.tls.wildcardSuffix, `^(\*|\.)`),
	"path": array.concat(at.tls, ["WildcardDnsSuffix"]),
} if {
	some c in input.configurations
}
