# METADATA
# title: Kerberos is configured in only one of two places
# description: |
#   Kerberos needs two parts: the security configuration describes the KDC, and the cluster's kerberos_attributes set the
#   realm and the passwords. AWS documents both as required. A trust with another realm needs the password of its
#   principal in the cluster as well, and Active Directory needs a user who may join the domain, with a password.
# related_resources:
#   - description: Amazon EMR Management Guide, configure Kerberos on a cluster
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-kerberos.html
#   - https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-create-security-configuration.html
#   - description: Amazon EMR API Reference, KerberosAttributes
#     ref: https://docs.aws.amazon.com/emr/latest/APIReference/API_KerberosAttributes.html
# custom:
#   severity: error
#   evidence: documented
#   read: "2026-11-28"
#   message: "the security configuration uses Kerberos, but the cluster has no kerberos_attributes"
#   remedy: "Add kerberos_attributes with realm and kdc_admin_password to the cluster."
#   variants:
#     attributes:
#       message: "the cluster has kerberos_attributes, but its security configuration does not use Kerberos"
#       remedy: "Add AuthenticationConfiguration with KerberosConfiguration to the security configuration, or remove kerberos_attributes."
#     trust_password:
#       message: "the security configuration sets up a trust with another realm, but kerberos_attributes has no cross_realm_trust_principal_password"
#       remedy: "Add cross_realm_trust_principal_password to kerberos_attributes, the same as in the other realm, from a secret store."
#     domain_join:
#       message: "{needs}, but kerberos_attributes has no {lacks}"
#       remedy: "Add {lacks} to kerberos_attributes; ad_domain_join_user and ad_domain_join_password belong together."
#     external:
#       severity: warning
#       message: "kerberos_attributes has cross_realm_trust_principal_password, but the security configuration uses an external KDC, where EMR sets up no trust"
#       remedy: "Remove cross_realm_trust_principal_password; a trust of an external KDC is set up in that KDC."
#     unused:
#       severity: warning
#       message: "kerberos_attributes has {has}, but the security configuration sets up no trust that uses it"
#       remedy: "Add CrossRealmTrustConfiguration or AdIntegrationConfiguration to the security configuration, or remove {has}."
package rules.cluster.kerberos_mismatch

import data.logic
import data.value

checks contains {
	"id": c.id,
	"violated": logic.all([value.is(c.kerberos, true), value.is(c.kerberosAttributes, false)]),
} if some c in input.clusters

checks contains {
	"id": c.id,
	"variant": "attributes",
	"violated": logic.all([value.is(c.kerberos, false), value.is(c.kerberosAttributes, true)]),
	"path": ["kerberos_attributes"],
} if some c in input.clusters

checks contains {
	"id": c.id,
	"variant": "trust_password",
	"violated": logic.all([
		value.is(c.kerberos, true),
		value.is(c.kerberosAttributes, true),
		value.is(c.kerberosTrust, true),
		value.is(c.trustPassword, false),
	]),
	"path": ["kerberos_attributes"],
} if some c in input.clusters

checks contains {
	"id": c.id,
	"variant": "domain_join",
	"violated": logic.all([value.is(c.kerberosAttributes, true), value.is(join.needs, true), value.is(join.there, false)]),
	"path": ["kerberos_attributes"],
	"params": {"needs": join.because, "lacks": join.lacks},
} if {
	some c in input.clusters
	some join in [
		{"needs": c.domainJoinUser, "there": c.domainJoinPassword, "lacks": "ad_domain_join_password", "because": "ad_domain_join_user is set"},
		{"needs": c.domainJoinPassword, "there": c.domainJoinUser, "lacks": "ad_domain_join_user", "because": "ad_domain_join_password is set"},
	]
}

checks contains {
	"id": c.id,
	"variant": "domain_join",
	"violated": logic.all([
		value.is(c.kerberosAttributes, true),
		value.is(c.kerberosActiveDirectory, true),
		value.is(c.domainJoinUser, false),
		value.is(c.domainJoinPassword, false),
	]),
	"path": ["kerberos_attributes"],
	"params": {"needs": "the security configuration joins Active Directory", "lacks": "ad_domain_join_user and ad_domain_join_password"},
} if some c in input.clusters

checks contains {
	"id": c.id,
	"variant": "external",
	"violated": logic.all([
		value.is(c.kerberos, true),
		value.is(c.externalKdc, true),
		value.is(c.trustPassword, true),
		value.is(c.kerberosTrust, false),
	]),
	"path": ["kerberos_attributes"],
} if some c in input.clusters

checks contains {
	"id": c.id,
	"variant": "unused",
	"violated": logic.all([
		value.is(c.kerberos, true),
		value.is(unused.there, true),
		value.is(c.kerberosTrust, false),
		logic.none([logic.all([value.is(c.externalKdc, true), unused.trust])]),
		logic.none([logic.all([value.is(c.kerberosActiveDirectory, true), unused.domain])]),
	]),
	"path": ["kerberos_attributes"],
	"params": {"has": unused.has},
} if {
	some c in input.clusters
	some unused in [
		{"there": c.trustPassword, "has": "cross_realm_trust_principal_password", "trust": true, "domain": false},
		{"there": c.domainJoinUser, "has": "ad_domain_join_user", "trust": false, "domain": true},
	]
}
