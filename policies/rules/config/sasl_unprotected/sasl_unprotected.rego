# METADATA
# title: Without Kerberos, SASL endpoints are not encrypted
# description: |
#   EnableInTransitEncryption turns on TLS where frameworks support it. Endpoints that use SASL for encryption are
#   protected only if Kerberos authenticates them.
# related_resources:
#   - https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-data-encryption-options.html
#   - description: Amazon EMR Management Guide, encryption support matrix
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-encryption-support-matrix.html
# custom:
#   severity: info
#   evidence: documented
#   read: "2026-11-23"
#   message: "encryption in transit is on without Kerberos, so endpoints that use SASL are not encrypted"
#   remedy: "Add KerberosConfiguration if these endpoints must be encrypted, or keep the nodes in a separate subnet."
#   superseded_by: [config.unknown_property]
package rules.config.sasl_unprotected

import data.at
import data.logic
import data.value

checks contains {
	"id": c.id,
	"applies": value.is(c.inTransit, true),
	"violated": logic.none([value.is(c.kerberos.present, true)]),
	"path": at.kerberos,
} if some c in input.configurations
