# METADATA
# title: The plan destroys a KMS key that EMR uses
# description: |
#   Deletion makes a key unusable at once, so every call for objects, logs and disks fails from then on. When the waiting
#   period ends, everything that was encrypted with the key is lost.
# related_resources:
#   - https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys.html
#   - https://docs.aws.amazon.com/kms/latest/developerguide/services-ebs.html
# custom:
#   severity: error
#   evidence: documented
#   read: "2026-11-28"
#   message: "the plan destroys the key {key}, which {stillUsedBy} uses"
#   remedy: "Keep the key as long as its data is needed; a removed block with destroy = false removes it only from the state. If deletion is already scheduled, cancel it and enable the key."
#   variants:
#     together:
#       severity: warning
#       message: "the plan destroys the key {key}, which {formerlyUsedBy} used; objects in S3 that it encrypted are lost"
#       remedy: "Keep the key as long as its data is needed; a removed block with destroy = false removes it only from the state."
package rules.key.destroyed_in_use

import data.value

checks contains {
	"id": k.id,
	"violated": value.present(k.stillUsedBy),
} if some k in input.keys

checks contains {
	"id": k.id,
	"variant": "together",
	"violated": value.present(k.formerlyUsedBy),
} if some k in input.keys
