# METADATA
# title: Encryption is configured but not switched on
# description: |
#   The document looks encrypted: keys or certificates are there. But the flag that switches them on is false or left
#   out, which means false, so a cluster starts without the encryption that its reviewers saw.
# related_resources:
#   - description: Amazon EMR Management Guide, create a security configuration
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-create-security-configuration.html
# custom:
#   rowKind: configurations
#   severity: error
#   message: "{settings} is there, but {flag} is not true, so nothing of it applies"
#   remedy: "Set {flag} to true, or remove {settings}."
#   superseded_by: [config.unknown_property]
package rules.config.settings_without_flag

import data.at
import data.logic
import data.value

checks contains {
	"id": c.subject,
	"violated": logic.all([value.is(half.settings, true), logic.none([value.is(half.flag, true)])]),
	"path": array.concat(at.encryption, [half.flag_name]),
	"params": {"settings": half.settings_name, "flag": half.flag_name},
} if {
	some c in input.configurations
	some half in [
		{
			"flag": c.atRest,
			"flag_name": "EnableAtRestEncryption",
			"settings": c.atRestSettings,
			"settings_name": "AtRestEncryptionConfiguration",
		},
		{
			"flag": c.inTransit,
			"flag_name": "EnableInTransitEncryption",
			"settings": c.inTransitSettings,
			"settings_name": "InTransitEncryptionConfiguration",
		},
	]
}
