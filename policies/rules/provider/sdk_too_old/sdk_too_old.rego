# METADATA
# title: The provider's JAR brings an AWS SDK that is too old
# description: |
#   The types that EMR asks for came with version 1.11.0 of the AWS SDK for Java. A JAR that brings an older one puts classes on
#   the class path that do not fit EMR's own.
# related_resources:
#   - description: Amazon EMR Management Guide, create keys and certificates for data encryption
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-encryption-enable.html
# custom:
#   rowKind: providers
#   severity: warning
#   message: "the JAR of {className} brings AWS SDK for Java {sdk}, need 1.11.0 or later"
#   remedy: Leave the SDK out of the JAR, or build it against 1.11.0 or later.
package rules.provider.sdk_too_old

import data.value

checks contains {
	"id": p.subject,
	"violated": value.less_than(p.sdkNumber, 1011000),
	"path": p.path,
} if {
	some p in input.providers
}
