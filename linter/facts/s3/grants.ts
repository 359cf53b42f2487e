import type { Resource } from "../../model/terraform/model";
import { known, type Leaf } from "../../rows/leaf";
import type { ObjectFact } from "../../rows/objects";
import type { Bucket } from "./bucket";

const PUBLIC_ACL = /^(public-read|authenticated-read)/;

/** What makes an object public (its ACL, or the policy of its bucket), and which of these S3 refuses. */
export function grantLeaves(acl: Leaf<string>, bucket: Bucket): Pick<ObjectFact, "publicBy" | "refusedGrant"> {
  const { publicAccess } = bucket;
  const refusal = refusedAcl(acl, bucket);
  const refused = refusal ?? refusedPolicy(bucket);
  const isPublic = "known" in acl && PUBLIC_ACL.test(acl.known ?? "") && refusal === undefined;
  const isIgnored = bucket.isDeclaredPrivate || publicAccess.blockedBy("ignore_public_acls") !== undefined;
  return {
    publicBy: isPublic && !isIgnored && "known" in acl ? known(`acl ${acl.known}`) : publicPolicy(bucket),
    refusedGrant: known(refused ?? null),
  };
}

/** With ACLs disabled S3 accepts only `bucket-owner-full-control`; public ones it refuses where they are blocked. */
function refusedAcl(acl: Leaf<string>, { publicAccess }: Bucket): string | undefined {
  if (!("known" in acl) || acl.known === null || acl.known === "bucket-owner-full-control") return undefined;
  const disabled = publicAccess.aclsDisabledBy;
  if (disabled !== undefined) return `the ACL ${acl.known}, since ${disabled} disables ACLs (BucketOwnerEnforced)`;
  const blocking = PUBLIC_ACL.test(acl.known) ? publicAccess.blockedBy("block_public_acls") : undefined;
  return blocking === undefined ? undefined : `the ACL ${acl.known}, since ${blocking} blocks public ACLs`;
}

function refusedPolicy(bucket: Bucket): string | undefined {
  const open = bucket.openPolicy;
  const blocking = bucket.publicAccess.blockedBy("block_public_policy");
  if (!("known" in open) || open.known === null || blocking === undefined || !isPut(bucket.policy)) return undefined;
  return `${open.known}, since ${blocking} blocks public policies`;
}

function publicPolicy(bucket: Bucket): Leaf<string> {
  const isRestricted = bucket.publicAccess.blockedBy("restrict_public_buckets") !== undefined;
  return isRestricted || refusedPolicy(bucket) !== undefined ? known<string>(null) : bucket.openPolicy;
}

/** Whether the input writes the policy, so that S3 checks it; an existing policy is kept. */
function isPut(policy: Resource | undefined): boolean {
  return policy !== undefined && !policy.actions.includes("no-op");
}
