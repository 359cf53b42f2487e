# METADATA
# title: EMR cannot instantiate the provider's class
# description: |
#   EMR finds the class by its name and calls its constructor without arguments. An abstract class, an interface or an
#   enum cannot be instantiated, nor can a class whose constructors all have parameters, and the cluster fails to
#   start. Hadoop's loader also accepts a constructor that is not public, Presto's does not, and EMR's is not
#   published.
# related_resources:
#   - description: "Presto, issue 5436: a provider without a constructor that takes no arguments"
#     ref: https://github.com/prestodb/presto/issues/5436
#   - description: Apache Hadoop, ReflectionUtils.newInstance
#     ref: https://github.com/apache/hadoop/blob/trunk/hadoop-common-project/hadoop-common/src/main/java/org/apache/hadoop/util/ReflectionUtils.java
# custom:
#   severity: error
#   evidence: documented
#   read: "2026-11-28"
#   message: "EMR cannot instantiate {className}: {notConstructible}"
#   remedy: "Give the class a public constructor without arguments, or name a class that has one."
#   variants:
#     hidden:
#       severity: warning
#       message: "{className} or its no-argument constructor is not public, so not every loader can instantiate it"
#       remedy: "Make the class and the constructor public."
package rules.provider.not_constructible

import data.value

checks contains {
	"id": p.id,
	"violated": value.present(p.notConstructible),
	"path": p.path,
} if some p in input.providers

checks contains {
	"id": p.id,
	"variant": "hidden",
	"violated": value.is(p.hiddenConstructor, true),
	"path": p.path,
} if some p in input.providers
