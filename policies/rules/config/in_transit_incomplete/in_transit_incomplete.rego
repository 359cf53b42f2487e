# METADATA
# title: Encryption in transit is turned on without certificates
# description: |
#   With the flag set to true, AWS documents InTransitEncryptionConfiguration with a TLSCertificateConfiguration as
#   required. It names the certificates that nodes present to each other.
# related_resources:
#   - https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-create-security-configuration.html
# custom:
#   severity: error
#   evidence: documented
#   read: "2026-11-28"
#   message: "EnableInTransitEncryption is true, but there is no InTransitEncryptionConfiguration with a TLSCertificateConfiguration"
#   remedy: "Add TLSCertificateConfiguration with the source of the certificates: a zip of PEM files in S3, a custom provider class, or the CA that EMR manages."
#   superseded_by: [config.unknown_property]
package rules.config.in_transit_incomplete

import data.at
import data.logic
import data.value

checks contains {
	"id": c.id,
	"applies": value.is(c.inTransit, true),
	"violated": logic.none([value.is(c.inTransitSettings, true)]),
	"path": at.tls,
} if some c in input.configurations
