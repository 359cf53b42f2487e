# METADATA
# title: EMR cannot make an object of the provider's class
# description: |
#   EMR finds the class by its name and calls its constructor without arguments. An abstract class, an interface or an enum has no
#   such object, and a class whose constructors all take arguments cannot be called this way: the cluster fails at its start.
#   Hadoop's loader also calls a constructor that is not public, the one of Presto does not, and that of EMR is not published.
# related_resources:
#   - description: "Presto, issue 5436: a provider without a constructor that takes no arguments"
#     ref: https://github.com/prestodb/presto/issues/5436
#   - description: Apache Hadoop, ReflectionUtils.newInstance
#     ref: https://github.com/apache/hadoop/blob/trunk/hadoop-common-project/hadoop-common/src/main/java/org/apache/hadoop/util/ReflectionUtils.java
# custom:
#   rowKind: providers
#   severity: error
#   evidence: documented
#   read: "2026-11-28"
#   message: "EMR cannot make an object of {className}: {notConstructible}"
#   remedy: "Give the class a public constructor without arguments, or name a class that has one."
#   variants:
#     hidden:
#       severity: warning
#       message: "{className} or its constructor without arguments is not public, so it depends on the loader whether an object can be made"
#       remedy: "Make the class and the constructor public."
package rules.provider.not_constructible

import data.value

checks contains {
	"id": p.id,
	"violated": value.present(p.notConstructible),
	"path": p.path,
} if {
	some p in input.providers
}

checks contains {
	"id": p.id,
	"variant": "hidden",
	"violated": value.is(p.hiddenConstructor, true),
	"path": p.path,
} if {
	some p in input.providers
}
