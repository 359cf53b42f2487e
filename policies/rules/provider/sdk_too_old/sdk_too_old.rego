# METADATA
# title: The provider's JAR contains an outdated AWS SDK
# description: |
#   AWS documents the interfaces of custom providers for version 1.11.0 and later of the AWS SDK for Java. The one for S3
#   is older; those for local disks and certificates are in 1.11.30, but not in 1.11.0. A JAR with an older SDK puts
#   conflicting classes on the class path.
# related_resources:
#   - https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-encryption-enable.html
# custom:
#   severity: warning
#   evidence: documented
#   read: "2026-11-28"
#   message: "the JAR of {className} contains version {sdk} of the AWS SDK for Java; 1.11.0 or later is required"
#   remedy: "Exclude the SDK from the JAR, or build the provider with 1.11.0 or later."
package rules.provider.sdk_too_old

import data.value

checks contains {
	"id": p.id,
	"violated": value.less_than(p.sdkNumber, 1011000),
	"path": p.path,
} if some p in input.providers
