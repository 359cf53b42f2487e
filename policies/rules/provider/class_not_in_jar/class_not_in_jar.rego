# METADATA
# title: The provider's class is not in its JAR
# description: |
#   EMR loads the class by its full name, including the package. If the name is misspelt or the JAR was built without the
#   class, nodes do not start.
# related_resources:
#   - https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-encryption-enable.html
#   - https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-create-security-configuration.html
# custom:
#   severity: error
#   evidence: documented
#   read: "2026-11-28"
#   message: "{jar} does not contain the class {className}"
#   remedy: "Use the full name of a class in the JAR, or build the JAR with this class."
#   variants:
#     package:
#       message: "{jar} does not contain the class {className}, but {nearest}"
#       remedy: "Use {nearest}."
package rules.provider.class_not_in_jar

import data.logic
import data.value

checks contains {
	"id": p.id,
	"violated": logic.all([
		value.is(p.hasClass, false),
		logic.any([value.unknown(p.nearest), value.absent(p.nearest)]),
	]),
	"path": p.path,
} if some p in input.providers

checks contains {
	"id": p.id,
	"variant": "package",
	"violated": logic.all([value.is(p.hasClass, false), logic.none([value.unknown(p.nearest)]), value.present(p.nearest)]),
	"path": p.path,
} if some p in input.providers
