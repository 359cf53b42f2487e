# METADATA
# title: The provider's JAR cannot be read
# description: |
#   EMR puts the JAR on the class path of every node. A file that is not a JAR or is truncated is noticed only when the
#   daemons of the cluster fail to start. The same applies to a JAR that was changed after it was signed, or that contains
#   the signature of another JAR which was merged into it: Java throws a SecurityException instead of loading the class.
# related_resources:
#   - description: JAR File Specification
#     ref: https://docs.oracle.com/javase/8/docs/technotes/guides/jar/jar.html
#   - https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-encryption-enable.html
# custom:
#   severity: error
#   evidence: fails
#   read: "2026-11-28"
#   message: "the JAR of {className} cannot be read: {problem}"
#   remedy: "Build the JAR again and upload the result of the build."
#   variants:
#     signature:
#       message: "Java refuses to load {className} from its JAR: {refused}"
#       remedy: "Sign the finished JAR, or exclude META-INF/*.SF, *.RSA, *.DSA and *.EC where the build merges JARs."
package rules.provider.jar_unreadable

import data.value

checks contains {
	"id": p.id,
	"violated": value.present(p.problem),
	"path": p.path,
} if some p in input.providers

checks contains {
	"id": p.id,
	"variant": "signature",
	"violated": value.present(p.refused),
	"path": p.path,
} if some p in input.providers
