# METADATA
# title: The document contains a secret
# description: |
#   A security configuration is stored in plain text in Terraform's state, and DescribeSecurityConfiguration returns it
#   to every caller that is allowed to call it. Passwords of the KDC and of trusted realms belong in
#   kerberos_attributes of the cluster, read from a secret store.
# related_resources:
#   - description: Amazon EMR Management Guide, configure Kerberos on Amazon EMR
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-kerberos-configure.html
#   - description: Amazon EMR API Reference, DescribeSecurityConfiguration
#     ref: https://docs.aws.amazon.com/emr/latest/APIReference/API_DescribeSecurityConfiguration.html
# custom:
#   severity: error
#   evidence: documented
#   read: "2026-11-28"
#   message: "{section} contains {property}, a secret that Terraform's state and DescribeSecurityConfiguration reveal"
#   remedy: "Remove {property} and replace the secret; passwords for Kerberos belong in kerberos_attributes of the cluster, from AWS Secrets Manager."
package rules.config.secret_in_document

import data.sets
import data.value

checks contains {
	"id": p.id,
	"violated": value.is(p.problem, sets.property_problem.secret),
	"path": p.path,
} if some p in input.properties
