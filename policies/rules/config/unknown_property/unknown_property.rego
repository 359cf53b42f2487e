# METADATA
# title: The configuration has a property that EMR does not accept
# description: |
#   EMR refuses a security configuration that has an unknown property ("object has invalid properties"), and AWS documents
#   a type for each value. Terraform does not check the document, so a misspelt or misplaced property passes the plan and
#   fails the apply. Mistakes that only follow from this one are not reported.
# related_resources:
#   - description: "Amazon EMR Management Guide, pull request 23: EMR refuses properties that it does not know"
#     ref: https://github.com/awsdocs/amazon-emr-management-guide/pull/23
#   - https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-create-security-configuration.html
#   - description: Amazon EMR on EKS API Reference, CreateSecurityConfiguration
#     ref: https://docs.aws.amazon.com/emr-on-eks/latest/APIReference/API_CreateSecurityConfiguration.html
# custom:
#   severity: error
#   evidence: refused
#   read: "2026-11-28"
#   message: "{section} has no property {property}"
#   remedy: "Remove the property, or move it to the section that has it."
#   variants:
#     misspelt:
#       message: "{section} has no property {property}; did you mean {nearest}?"
#       remedy: "Write {nearest}."
#     misplaced:
#       message: "{section} has no property {property}; it belongs in {belongsIn}"
#       remedy: "Move {property} into {belongsIn}."
#     left_out:
#       message: "{section} has no properties {property}; they belong in {belongsIn}"
#       remedy: "Move them into {belongsIn}."
#     lower_case:
#       message: "{section} has no property {property}: names of a security configuration of EMR on EC2 start with a capital letter, those of EMR on EKS do not"
#       remedy: "Write every name with a capital letter, as in {nearest}. If the document is meant for EMR on EKS, pass it to CreateSecurityConfiguration of emr-containers instead."
#     of_eks:
#       message: "{section} has the property {property}, which only EMR on EKS has"
#       remedy: "Remove {property}; EMR on EC2 reads certificates from S3Object of TLSCertificateConfiguration. If the
#         document is meant for EMR on EKS, pass it to CreateSecurityConfiguration of emr-containers instead."
#     type:
#       message: "{property} of {section} is of type {found}; {expected} is required"
#       remedy: "Write a value of type {expected}."
#     quoted:
#       severity: warning
#       message: "{property} of {section} is a string; {expected} is required"
#       remedy: "Write the number without quotes."
#     of_aws:
#       severity: warning
#       message: "{section} has the property {property}, which only AWS sets"
#       remedy: "Remove {property}. If Terraform then plans a replacement, add ignore_changes = [configuration]."
package rules.config.unknown_property

import data.sets
import data.value

checks contains {
	"id": p.id,
	"violated": value.is(p.problem, sets.property_problem.unknown_property),
	"path": p.path,
	"meant": p.meant,
} if some p in input.properties

checks contains {
	"id": p.id,
	"variant": variant,
	"violated": value.is(p.problem, problem),
	"path": p.path,
	"meant": p.meant,
} if {
	some p in input.properties
	some variant, problem in {
		"misspelt": sets.property_problem.misspelt_property,
		"misplaced": sets.property_problem.misplaced_property,
		"left_out": sets.property_problem.misplaced_properties,
		"lower_case": sets.property_problem.lower_case_document,
		"type": sets.property_problem.wrong_type,
		"quoted": sets.property_problem.number_in_quotes,
		"of_aws": sets.property_problem.property_of_aws,
		"of_eks": sets.property_problem.property_of_emr_on_eks,
	}
}
