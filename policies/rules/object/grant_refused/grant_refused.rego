# METADATA
# title: S3 refuses the object's ACL or the bucket's policy
# description: |
#   With object ownership BucketOwnerEnforced, the default of buckets created since April 2023, ACLs are disabled: S3
#   refuses an upload with an ACL other than bucket-owner-full-control (400, AccessControlListNotSupported). Blocks of
#   public access refuse public ACLs and public bucket policies. The plan succeeds and the apply fails.
# related_resources:
#   - description: Amazon S3 User Guide, controlling ownership of objects and disabling ACLs
#     ref: https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html
#   - https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
# custom:
#   since: "0.2.0"
#   severity: error
#   evidence: documented
#   read: "2026-11-28"
#   message: "S3 refuses {refusedGrant}, so the apply fails"
#   remedy: "Remove the ACL or the public statement. Allow the nodes' role s3:GetObject in a policy instead."
package rules.object.grant_refused

import data.value

checks contains {
	"id": o.id,
	"violated": value.present(o.refusedGrant),
} if some o in input.objects
