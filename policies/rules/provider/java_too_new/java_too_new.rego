# METADATA
# title: The provider is compiled for a newer Java than the cluster runs
# description: |
#   Loading a class file that is newer than the Java version fails with UnsupportedClassVersionError, and the cluster
#   does not start. EMR runs Java 8 up to release 6 and Java 17 from release 7 on, unless the cluster's software
#   settings choose another.
# related_resources:
#   - description: Amazon EMR Release Guide, configure applications to use a specific Java Virtual Machine
#     ref: https://docs.aws.amazon.com/emr/latest/ReleaseGuide/configuring-java8.html
#   - description: "The Java Virtual Machine Specification, 4.1: versions of the class file format"
#     ref: https://docs.oracle.com/javase/specs/jvms/se17/html/jvms-4.html
# custom:
#   severity: error
#   evidence: documented
#   read: "2026-11-28"
#   message: "{className} is compiled for Java {classJava}, and {cluster} runs Java {clusterJava}"
#   remedy: "Compile the provider for Java {clusterJava} (javac --release {clusterJava}), or use a release that runs Java {classJava}."
package rules.provider.java_too_new

import data.value

checks contains {
	"id": p.id,
	"violated": value.before(p.clusterJava, p.classJava),
	"path": p.path,
} if some p in input.providers
