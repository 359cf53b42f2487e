import type { Resource } from "../../model/terraform/model";
import { ABSENT, known, knownValue, type Leaf } from "../../rows/leaf";
import type { ObjectFact } from "../../rows/objects";
import type { Bucket } from "./bucket";

const PUBLIC_ACL = /^(public-read|authenticated-read)/;

/** What makes an object public (its ACL, or the policy of its bucket), and which of these S3 refuses. */
export function grantLeaves(acl: Leaf<string>, bucket: Bucket): Pick<ObjectFact, "publicBy" | "refusedGrant"> {
  const refusal = refusedAcl(acl, bucket);
  const refused = refusal ?? refusedPolicy(bucket);
  const isPublic = PUBLIC_ACL.test(knownValue(acl) ?? "") && refusal === undefined;
  const isIgnored = bucket.isDeclaredPrivate || bucket.blockedBy("ignore_public_acls") !== undefined;
  return {
    publicBy: isPublic && !isIgnored ? known(`acl ${knownValue(acl)}`) : publicPolicy(bucket),
    refusedGrant: known(refused),
  };
}

/** With ACLs disabled S3 accepts only `bucket-owner-full-control`; public ones it refuses where they are blocked. */
function refusedAcl(leaf: Leaf<string>, bucket: Bucket): string | undefined {
  const acl = knownValue(leaf);
  if (acl === undefined || acl === "bucket-owner-full-control") return undefined;
  const disabled = bucket.aclsDisabledBy;
  if (disabled !== undefined) return `the ACL ${acl}, since ${disabled} disables ACLs (BucketOwnerEnforced)`;
  const blocking = PUBLIC_ACL.test(acl) ? bucket.blockedBy("block_public_acls") : undefined;
  return blocking === undefined ? undefined : `the ACL ${acl}, since ${blocking} blocks public ACLs`;
}

function refusedPolicy(bucket: Bucket): string | undefined {
  const open = knownValue(bucket.openPolicy);
  const blocking = bucket.blockedBy("block_public_policy");
  if (open === undefined || blocking === undefined || !isPut(bucket.policy)) return undefined;
  return `${open}, since ${blocking} blocks public policies`;
}

function publicPolicy(bucket: Bucket): Leaf<string> {
  const isRestricted = bucket.blockedBy("restrict_public_buckets") !== undefined;
  return isRestricted || refusedPolicy(bucket) !== undefined ? ABSENT : bucket.openPolicy;
}

/** Whether the input writes the policy, so that S3 checks it; an existing policy is kept. */
function isPut(policy: Resource | undefined): boolean {
  return policy !== undefined && !policy.actions.includes("no-op");
}
