# METADATA
# title: The certificate is for another Region
# description: |
#   Private host names contain the Region: ec2.internal in us-east-1, and REGION.compute.internal elsewhere. A bundle
#   copied from another Region matches no node, and *.us-east-1.compute.internal, which an AWS tutorial shows, matches no
#   node anywhere.
# related_resources:
#   - description: Amazon EC2 User Guide, instance host names and domains
#     ref: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-instance-naming.html
#   - description: Amazon EMR Management Guide, providing certificates for encrypting data in transit
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-encryption-enable.html
# custom:
#   rowKind: certificateDomains
#   severity: error
#   evidence: fails
#   read: "2026-11-28"
#   message: "{place} is issued for {otherDomain}, but the nodes are in {domain}"
#   remedy: "Have a certificate issued for *.{domain}; use one certificate for each Region."
package rules.cert.wrong_region

import data.value

checks contains {
	"id": d.id,
	"violated": value.present(d.otherDomain),
} if {
	some d in input.certificateDomains
}
