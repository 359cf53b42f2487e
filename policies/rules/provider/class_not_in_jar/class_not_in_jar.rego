# METADATA
# title: The provider's class is not in its JAR
# description: |
#   EMR loads the class by its full name, package and all. A name that is spelt otherwise, or a JAR that was built without it,
#   stops every node at start.
# related_resources:
#   - description: Amazon EMR Management Guide, create keys and certificates for data encryption
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-encryption-enable.html
#   - description: Amazon EMR Management Guide, create a security configuration
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-create-security-configuration.html
# custom:
#   rowKind: providers
#   severity: error
#   message: "{className} is not in {jar}"
#   remedy: Name a class of the JAR with its package, or build the JAR with this one in it.
#   variants:
#     package:
#       severity: error
#       message: "{className} is not in {jar}, which has {nearest}"
#       remedy: "Name the class as {nearest}."
package rules.provider.class_not_in_jar

import data.logic
import data.value

checks contains {
	"id": p.subject,
	"violated": logic.all([
		value.is(p.hasClass, false),
		logic.any([value.unknown(p.nearest), value.absent(p.nearest)]),
	]),
	"path": p.path,
} if {
	some p in input.providers
}

checks contains {
	"id": p.subject,
	"variant": "package",
	"violated": logic.all([value.is(p.hasClass, false), logic.none([value.unknown(p.nearest)]), value.present(p.nearest)]),
	"path": p.path,
} if {
	some p in input.providers
}
