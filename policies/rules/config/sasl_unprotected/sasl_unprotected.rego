# METADATA
# title: Without Kerberos, Hadoop RPC stays in clear
# description: |
#   EnableInTransitEncryption switches on TLS where frameworks speak TLS. Endpoints that protect themselves by SASL,
#   Hadoop RPC first of all, are encrypted only where Kerberos authenticates them.
# related_resources:
#   - description: Amazon EMR Management Guide, encryption options
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-data-encryption-options.html
#   - description: Amazon EMR Management Guide, encryption support matrix
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-encryption-support-matrix.html
# custom:
#   rowKind: configurations
#   severity: info
#   message: "encryption in transit is on without Kerberos, so endpoints that use SASL stay in clear"
#   remedy: "Add KerberosConfiguration where Hadoop RPC has to be encrypted, or keep the nodes in a subnet of their own."
#   superseded_by: [config.unknown_property]
package rules.config.sasl_unprotected

import data.at
import data.logic
import data.value

checks contains {
	"id": c.subject,
	"applies": value.is(c.inTransit, true),
	"violated": logic.none([value.is(c.kerberos.present, true)]),
	"path": at.kerberos,
} if {
	some c in input.configurations
}
