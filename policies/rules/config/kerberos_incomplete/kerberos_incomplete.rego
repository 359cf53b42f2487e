# METADATA
# title: Settings of the Kerberos provider are missing
# description: |
#   AWS documents a separate section as required for each provider, ClusterDedicatedKdcConfiguration or
#   ExternalKdcConfiguration, and Single as the only server type of an external KDC.
# related_resources:
#   - https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-create-security-configuration.html
#   - description: Amazon EMR Management Guide, configure Kerberos settings
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-kerberos-configure-settings.html
# custom:
#   severity: error
#   evidence: documented
#   read: "2026-11-28"
#   message: "Provider is {kerberos.provider}, but {settings} is missing"
#   remedy: "Add {settings} with the settings of the KDC."
#   variants:
#     provider:
#       message: "the Kerberos Provider is {kerberos.provider}; ClusterDedicatedKdc or ExternalKdc is required"
#       remedy: "Set Provider to ClusterDedicatedKdc or ExternalKdc, and add its settings."
#     server_type:
#       message: "KdcServerType is {kerberos.serverType}; AWS documents only Single"
#       remedy: "Set KdcServerType to Single."
#     nothing:
#       message: "KerberosConfiguration has settings for neither a dedicated nor an external KDC; every Provider requires one of them"
#       remedy: "Add ClusterDedicatedKdcConfiguration or ExternalKdcConfiguration, whichever matches the provider."
#   superseded_by: [config.unknown_property]
package rules.config.kerberos_incomplete

import data.at
import data.logic
import data.sets
import data.value

checks contains {
	"id": c.id,
	"applies": value.is(c.kerberos.provider, kdc.provider),
	"violated": logic.none([value.is(kdc.there, true)]),
	"path": at.kerberos,
	"params": {"settings": kdc.settings},
} if {
	some c in input.configurations
	some kdc in [
		{
			"provider": "ClusterDedicatedKdc",
			"settings": "ClusterDedicatedKdcConfiguration",
			"there": c.kerberos.dedicated,
		},
		{"provider": "ExternalKdc", "settings": "ExternalKdcConfiguration", "there": c.kerberos.external},
	]
}

checks contains {
	"id": c.id,
	"variant": "provider",
	"violated": logic.all([
		value.is(c.kerberos.present, true),
		logic.none([value.one_of(c.kerberos.provider, [sets.provider.cluster_dedicated_kdc, sets.provider.external_kdc])]),
	]),
	"path": array.concat(at.kerberos, ["Provider"]),
} if some c in input.configurations

checks contains {
	"id": c.id,
	"variant": "server_type",
	"applies": value.is(c.kerberos.provider, sets.provider.external_kdc),
	"violated": logic.all([logic.any([value.unknown(c.kerberos.external), value.is(c.kerberos.external, true)]), logic.none([value.is(c.kerberos.serverType, sets.kdc_server_type.single)])]),
	"path": array.concat(at.kerberos, ["ExternalKdcConfiguration", "KdcServerType"]),
} if some c in input.configurations

checks contains {
	"id": c.id,
	"variant": "nothing",
	"violated": logic.all([
		value.is(c.kerberos.present, true),
		value.unknown(c.kerberos.provider),
		logic.none([value.is(c.kerberos.dedicated, true), value.is(c.kerberos.external, true)]),
	]),
	"path": at.kerberos,
} if some c in input.configurations
