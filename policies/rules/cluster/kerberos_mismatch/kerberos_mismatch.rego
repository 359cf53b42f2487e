# METADATA
# title: Kerberos is configured in only one of two places
# description: |
#   Kerberos needs two parts: the security configuration describes the KDC, and the cluster's kerberos_attributes set the
#   realm and the passwords. AWS documents both as required.
# related_resources:
#   - description: Amazon EMR Management Guide, configure Kerberos on a cluster
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-kerberos.html
#   - description: Amazon EMR Management Guide, create a security configuration
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-create-security-configuration.html
# custom:
#   rowKind: clusters
#   severity: error
#   evidence: documented
#   read: "2026-11-28"
#   message: "the security configuration uses Kerberos, but the cluster has no kerberos_attributes"
#   remedy: "Add kerberos_attributes with realm and kdc_admin_password to the cluster."
#   variants:
#     attributes:
#       severity: error
#       message: "the cluster has kerberos_attributes, but its security configuration does not use Kerberos"
#       remedy: "Add AuthenticationConfiguration with KerberosConfiguration to the security configuration, or remove kerberos_attributes."
package rules.cluster.kerberos_mismatch

import data.logic
import data.value

checks contains {
	"id": c.id,
	"violated": logic.all([value.is(c.kerberos, true), value.is(c.kerberosAttributes, false)]),
} if {
	some c in input.clusters
}

checks contains {
	"id": c.id,
	"variant": "attributes",
	"violated": logic.all([value.is(c.kerberos, false), value.is(c.kerberosAttributes, true)]),
	"path": ["kerberos_attributes"],
} if {
	some c in input.clusters
}
