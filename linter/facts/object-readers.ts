import { decide, type Policies } from "../access/decide";
import { principalOf } from "../access/principal";
import { joined, type Text } from "../access/text";
import type { Resource } from "../model/model";
import { Unknown } from "../model/symbolic";
import type { Bucket } from "./buckets";
import { arnLeaf, type Identities } from "./identities";
import { requestContext } from "./key-context";
import { clustersOf, distinct } from "./key-users";
import { known, type Leaf, unsettled } from "./leaf";
import { type DeclaredRoles, identityPolicies, instanceRole, policyAt, type Role } from "./roles";

/** An object that the nodes of clusters download. */
export interface Download {
  readonly object: Resource;
  readonly bucket: Bucket;
  /** The configurations that name it. */
  readonly configurations: readonly Resource[];
}

/**
 * The nodes' role that may not read an object, by the bucket's policy and the role's own as far as they are visible; absent
 * where each of them may, or no cluster is seen.
 */
export function unreadableBy(download: Download, identities: Identities, declared: DeclaredRoles = {}): Leaf<string> {
  const clusters = download.configurations.flatMap((configuration) =>
    clustersOf({ by: configuration, configuration }, identities),
  );
  const roles = distinct(clusters.map((cluster) => instanceRole(cluster, identities, declared)));
  const answers = roles.map((role) => ("unknown" in role ? role : refused(role, download, identities)));
  const certain = answers.find((answer) => "reference" in answer || ("known" in answer && answer.known !== null));
  return certain ?? answers.find((answer) => "unknown" in answer) ?? known<string>(null);
}

function refused(role: Role, { object, bucket }: Download, identities: Identities): Leaf<string> {
  if (!bucket.resource) {
    return unsettled("the policy of the object's bucket is not in the input", "lint it together with its bucket");
  }
  const principal = principalOf(role.arn);
  const action = "s3:GetObject";
  const context = requestContext({ principal, role, place: {}, action, keyArn: [] }, identities);
  const key = { arn: objectArn(object, bucket.resource, identities), account: identities.account };
  const policies: Policies = {
    keyPolicy: bucketPolicy(bucket, identities),
    grants: [],
    iamDecides: true,
    ...identityPolicies(role, identities),
  };
  const { decision, gaps } = decide({ principal, action, key, context }, policies);
  if (decision === "deny") return arnLeaf(role.resource, role.arn);
  return decision === "allow" ? known<string>(null) : (gaps[0] ?? known<string>(null));
}

/** A bucket without a policy leaves all to IAM. */
function bucketPolicy({ policy }: Bucket, identities: Identities): Policies["keyPolicy"] {
  return policy
    ? policyAt(`${policy.address}.policy`, policy.values.policy, identities)
    : { where: "no policy of the bucket", document: { Statement: [] } };
}

function objectArn({ values }: Resource, bucket: Resource, identities: Identities): Text {
  const [arn = []] = identities.referred(bucket, "arn");
  return joined([arn, "/", identities.text(values.key) ?? new Unknown("the key of the object", "write it plainly")]);
}
