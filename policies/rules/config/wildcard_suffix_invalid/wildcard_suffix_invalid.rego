# METADATA
# title: WildcardDnsSuffix is written as a wildcard
# description: |
#   EMR adds the asterisk itself. A suffix that starts with *. or a dot results in a name that no host has, and clients
#   of the cluster reject its certificates.
# related_resources:
#   - https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-create-security-configuration.html
# custom:
#   severity: warning
#   evidence: documented
#   read: "2026-11-28"
#   message: "WildcardDnsSuffix is {tls.wildcardSuffix}; a domain without * and without a leading dot is required, such as corp.example"
#   remedy: "Write only the domain."
#   superseded_by: [config.unknown_property]
package rules.config.wildcard_suffix_invalid

import data.at
import data.logic
import data.value

checks contains {
	"id": c.id,
	"violated": logic.any([value.starts_with(c.tls.wildcardSuffix, start) | some start in ["*", "."]]),
	"path": array.concat(at.tls, ["WildcardDnsSuffix"]),
} if some c in input.configurations
