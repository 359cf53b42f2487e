# METADATA
# title: Encryption is configured but not turned on
# description: |
#   The document contains keys or certificates, but the flag that turns them on is false, or missing and therefore
#   false. Clusters start without the encryption that reviewers saw.
# related_resources:
#   - https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-create-security-configuration.html
# custom:
#   severity: error
#   evidence: documented
#   read: "2026-11-28"
#   message: "{settings} is present, but {flag} is not true, so it has no effect"
#   remedy: "Set {flag} to true, or remove {settings}."
#   superseded_by: [config.unknown_property]
package rules.config.settings_without_flag

import data.at
import data.logic
import data.value

checks contains {
	"id": c.id,
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
