# METADATA
# title: The bucket archives the object
# description: |
#   An archived object has to be restored before it can be read, which takes minutes to hours, so nodes do not start.
#   By default, lifecycle transitions and Intelligent-Tiering skip objects below 128 KiB; a bundle is usually smaller.
# related_resources:
#   - description: Amazon S3 User Guide, transitioning objects with a lifecycle
#     ref: https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html
#   - description: Amazon S3 User Guide, how S3 Intelligent-Tiering works
#     ref: https://docs.aws.amazon.com/AmazonS3/latest/userguide/intelligent-tiering-overview.html
# custom:
#   since: "0.2.0"
#   severity: warning
#   evidence: documented
#   read: "2026-11-28"
#   message: "{archivedBy} archives {what} {name}, which nodes download whenever they start"
#   remedy: "Limit the rule to a prefix that does not contain {name}, or remove its transition to an archive."
#   variants:
#     large:
#       severity: info
#       message: "{archivedBy} archives {what} {name} if it is 128 KiB or larger, which bundles rarely are"
#       remedy: "Limit the rule to a prefix that does not contain {name}."
package rules.object.archived

import data.logic
import data.value

checks contains {
	"id": o.id,
	"violated": logic.all([
		value.present(o.archivedBy),
		logic.none([logic.all([value.is(o.archivedIfLarge, true), value.is(o.holdsPrivateKey, true)])]),
	]),
} if some o in input.objects

checks contains {
	"id": o.id,
	"variant": "large",
	"violated": logic.all([
		value.present(o.archivedBy),
		value.is(o.archivedIfLarge, true),
		value.is(o.holdsPrivateKey, true),
	]),
} if some o in input.objects
