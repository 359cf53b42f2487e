# METADATA
# title: Identity Center lacks what it needs
# description: |
#   Trusted identities travel between nodes, so EMR requires encryption in transit with them, and a role by which EMR
#   talks to Identity Center's application. What a user may read is decided by Lake Formation, which this document switches
#   on, or by S3 Access Grants, which the cluster's emrfs-site does.
# related_resources:
#   - description: Amazon EMR Management Guide, Identity Center integration
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-idc-start.html
#   - description: Amazon EMR Management Guide, S3 Access Grants with Amazon EMR
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-access-grants.html
# custom:
#   rowKind: configurations
#   severity: error
#   message: "EnableIdentityCenter is true without encryption in transit"
#   remedy: "Set EnableInTransitEncryption to true and fill InTransitEncryptionConfiguration."
#   variants:
#     role:
#       severity: error
#       message: "EnableIdentityCenter is true without IAMRoleForEMRIdentityCenterApplicationARN"
#       remedy: "Name the role by which EMR talks to the application of Identity Center."
#     access:
#       severity: error
#       message: "EnableIdentityCenter is true, and neither Lake Formation nor S3 Access Grants decide what users may read"
#       remedy: "Add LakeFormationConfiguration, or set fs.s3.s3AccessGrants.enabled to true in emrfs-site of the clusters."
#   superseded_by: [config.unknown_property]
package rules.config.identity_center_incomplete

import data.at
import data.logic
import data.value

checks contains {
	"id": c.subject,
	"applies": value.is(c.identityCenter.enabled, true),
	"violated": logic.none([value.is(c.inTransit, true)]),
	"path": array.concat(at.encryption, ["EnableInTransitEncryption"]),
} if {
	some c in input.configurations
}

checks contains {
	"id": c.subject,
	"variant": "role",
	"applies": value.is(c.identityCenter.enabled, true),
	"violated": value.absent(c.identityCenter.role),
	"path": at.identity_center,
} if {
	some c in input.configurations
}

checks contains {
	"id": c.subject,
	"variant": "access",
	"applies": value.is(c.identityCenter.enabled, true),
	"violated": logic.all([logic.none([value.is(c.identityCenter.lakeFormation, true)]), logic.none([value.is(c.identityCenter.accessGrants, true)])]),
	"path": at.identity_center,
} if {
	some c in input.configurations
}
