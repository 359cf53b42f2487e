# METADATA
# title: Identity Center lacks what it needs
# description: |
#   Trusted identities travel between nodes, so EMR requires encryption in transit with them, and a role by which EMR
#   talks to Identity Center's application.
# related_resources:
#   - description: Amazon EMR Management Guide, Identity Center integration
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-idc-start.html
# custom:
#   subject: configurations
#   severity: error
#   message: "EnableIdentityCenter is true without encryption in transit"
#   remedy: "Set EnableInTransitEncryption to true and fill InTransitEncryptionConfiguration."
#   variants:
#     role:
#       severity: error
#       message: "EnableIdentityCenter is true without IAMRoleForEMRIdentityCenterApplicationARN"
#       remedy: "Name the role by which EMR talks to the application of Identity Center."
package rules.config.identity_center_incomplete

import data.at
import data.logic
import data.value

checks contains {
	"subject": c.subject,
	"violated": logic.all([value.is(c.identityCenter.enabled, true), logic.none([value.is(c.inTransit, true)])]),
	"path": at.identity_center,
	"params": {},
} if {
	some c in input.configurations
}

checks contains {
	"subject": c.subject,
	"variant": "role",
	"violated": logic.all([value.is(c.identityCenter.enabled, true), value.absent(c.identityCenter.role)]),
	"path": at.identity_center,
	"params": {},
} if {
	some c in input.configurations
}
