# METADATA
# title: The cipher for local disks changes with release 7.1.0
# description: |
#   EMR uses the key material of a custom local-disk provider with AES/GCM/NoPadding up to release 7.0.0 and with AES
#   from 7.1.0. A provider that returns a fixed cipher works only before or only from 7.1.0.
# related_resources:
#   - https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-encryption-enable.html
# custom:
#   severity: info
#   evidence: documented
#   read: "2026-11-23"
#   message: "{className} is asked for AES/GCM/NoPadding up to release 7.0.0 and for AES from 7.1.0"
#   remedy: "Test the provider with a release before and after 7.1.0 before moving clusters."
package rules.provider.cipher_gate

import data.sets
import data.value

checks contains {
	"id": p.id,
	"violated": value.is(p.place, sets.provider_use.local_disks),
	"path": p.path,
} if some p in input.providers
