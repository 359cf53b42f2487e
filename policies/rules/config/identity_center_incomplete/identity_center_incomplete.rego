# METADATA
# title: A setting that Identity Center requires is missing
# description: |
#   Trusted identities travel between nodes, so AWS requires encryption in transit. It also requires a role with which
#   EMR accesses the Identity Center application (AWS's own CLI example leaves it out). Lake Formation, configured in
#   this document, or S3 Access Grants, configured in the cluster's emrfs-site, decide what a user may read.
# related_resources:
#   - description: Amazon EMR Management Guide, Identity Center integration
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-idc-start.html
#   - description: Amazon EMR Management Guide, S3 Access Grants with Amazon EMR
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-access-grants.html
# custom:
#   severity: error
#   evidence: documented
#   read: "2026-11-28"
#   message: "EnableIdentityCenter is true, but encryption in transit is not turned on"
#   remedy: "Set EnableInTransitEncryption to true and add InTransitEncryptionConfiguration."
#   variants:
#     role:
#       message: "EnableIdentityCenter is true, but IAMRoleForEMRIdentityCenterApplicationARN is missing"
#       remedy: "Set IAMRoleForEMRIdentityCenterApplicationARN to the role with which EMR accesses the Identity Center application."
#     role_form:
#       message: "IAMRoleForEMRIdentityCenterApplicationARN is {role}; the ARN of an IAM role is required"
#       remedy: "Use the full ARN of the role."
#     access:
#       message: "EnableIdentityCenter is true, but neither Lake Formation nor S3 Access Grants controls what users may read"
#       remedy: "Add LakeFormationConfiguration, or set fs.s3.s3AccessGrants.enabled to true in the clusters' emrfs-site."
#   superseded_by: [config.unknown_property]
package rules.config.identity_center_incomplete

import data.at
import data.logic
import data.sets
import data.value

checks contains {
	"id": c.id,
	"applies": value.is(c.identityCenter.enabled, true),
	"violated": logic.none([value.is(c.inTransit, true)]),
	"path": array.concat(at.encryption, ["EnableInTransitEncryption"]),
} if some c in input.configurations

checks contains {
	"id": c.id,
	"variant": "role",
	"applies": value.is(c.identityCenter.enabled, true),
	"violated": value.absent(c.identityCenter.role),
	"path": at.identity_center,
} if some c in input.configurations

checks contains {
	"id": c.id,
	"variant": "role_form",
	"applies": value.is(c.identityCenter.enabled, true),
	"violated": value.one_of(c.identityCenter.roleForm, [sets.role_form.role_name, sets.role_form.other]),
	"path": array.concat(at.identity_center, ["IAMRoleForEMRIdentityCenterApplicationARN"]),
	"params": {"role": c.identityCenter.role},
} if some c in input.configurations

checks contains {
	"id": c.id,
	"variant": "access",
	"applies": value.is(c.identityCenter.enabled, true),
	"violated": logic.none([value.is(c.identityCenter.lakeFormation, true), value.is(c.identityCenter.accessGrants, true)]),
	"path": at.identity_center,
} if some c in input.configurations
