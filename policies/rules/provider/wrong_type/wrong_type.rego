# METADATA
# title: The provider's class has the wrong type
# description: |
#   EMRFS requires an interface of the S3 client, and local disks and TLS require abstract classes of EMR. The two types
#   called EncryptionMaterialsProvider differ only in their package, and EMR fails to load a class of the wrong one.
# related_resources:
#   - https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-encryption-enable.html
#   - description: "Amazon EMR Release Guide, migration from EMRFS to S3A: providers become Keyrings"
#     ref: https://docs.aws.amazon.com/emr/latest/ReleaseGuide/emr-s3a-migrate.html
# custom:
#   severity: error
#   evidence: documented
#   read: "2026-11-28"
#   message: "{className} is not a {expected}, the type required for {place}"
#   remedy: "Implement {expected}."
package rules.provider.wrong_type

import data.value

checks contains {
	"id": p.id,
	"violated": value.is(p.fits, false),
	"path": p.path,
} if some p in input.providers
