# METADATA
# title: Kerberos in the configuration or on the cluster, not both
# description: |
#   Kerberos takes two halves: the security configuration says which KDC, the cluster's kerberos_attributes give realm and
#   passwords. EMR refuses a cluster that has one without the other.
# related_resources:
#   - description: Amazon EMR Management Guide, configure Kerberos on a cluster
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-kerberos.html
#   - description: Amazon EMR Management Guide, create a security configuration
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-create-security-configuration.html
# custom:
#   rowKind: clusters
#   severity: error
#   message: the security configuration asks for Kerberos, and the cluster has no kerberos_attributes
#   remedy: Give the cluster kerberos_attributes with realm and kdc_admin_password.
#   variants:
#     attributes:
#       severity: error
#       message: the cluster has kerberos_attributes, and its security configuration has no Kerberos
#       remedy: Add AuthenticationConfiguration with KerberosConfiguration to the security configuration, or remove kerberos_attributes.
package rules.cluster.kerberos_mismatch

import data.logic
import data.value

checks contains {
	"id": c.subject,
	"violated": logic.all([value.is(c.kerberos, true), value.is(c.kerberosAttributes, false)]),
} if {
	some c in input.clusters
}

checks contains {
	"id": c.subject,
	"variant": "attributes",
	"violated": logic.all([value.is(c.kerberos, false), value.is(c.kerberosAttributes, true)]),
	"path": ["kerberos_attributes"],
} if {
	some c in input.clusters
}
