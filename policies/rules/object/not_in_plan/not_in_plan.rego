# METADATA
# title: The object is not part of this input
# description: |
#   The security configuration names an object that this input does not create and the settings do not declare. Whether
#   it exists and what it contains is not known.
# related_resources:
#   - https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-encryption-enable.html
#   - https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-create-security-configuration.html
# custom:
#   severity: info
#   evidence: practice
#   read: "2026-11-23"
#   message: "{uri} is not in the input"
#   remedy: "Lint the bundle together with the plan, or declare it under known.bundles."
package rules.object.not_in_plan

import data.value

checks contains {
	"id": o.id,
	"applies": value.is(o.seen, false),
	"violated": value.is(o.declared, false),
	"path": o.path,
} if some o in input.objects
