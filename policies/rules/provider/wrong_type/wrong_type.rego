# METADATA
# title: The provider's class is not of the type its place needs
# description: |
#   EMRFS asks for the interface of the S3 client, local disks and traffic between nodes for abstract classes of EMR's own. The
#   two EncryptionMaterialsProvider differ in their package alone, and a class of the wrong one is refused at start.
# related_resources:
#   - description: Amazon EMR Management Guide, create keys and certificates for data encryption
#     ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-encryption-enable.html
# custom:
#   rowKind: providers
#   severity: error
#   message: "{className} is no {expected}, the type for {place}"
#   remedy: "Implement {expected}."
package rules.provider.wrong_type

import data.value

checks contains {
	"id": p.subject,
	"violated": value.is(p.fits, false),
	"path": p.path,
} if {
	some p in input.providers
}
