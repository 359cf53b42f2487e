import { decide, type Policies } from "../../access/decide";
import { principalOf } from "../../access/principal";
import { join, type SymbolicString } from "../../access/symbolic-string";
import type { Resource } from "../../model/terraform/model";
import { Unknown } from "../../model/values/symbolic";
import { ABSENT, firstUnknown, isAbsent, type Leaf, unknownLeaf } from "../../rows/leaf";
import type { ObjectFact } from "../../rows/objects";
import type { ResourceNames } from "../iam/resource-names";
import {
  type DeclaredRoles,
  identityPolicies,
  instanceRole,
  policyOf,
  type Role,
  roleLeaf,
  serviceRole,
} from "../iam/roles";
import { requestContext } from "../key/request-context";
import { clustersOf, distinct } from "../key/required-access";
import type { Bucket } from "./bucket";

/** An object that the nodes of clusters download. */
export interface Download {
  readonly object: Resource;
  readonly bucket: Bucket;
  readonly configurations: readonly Resource[];
}

/** Roles that may not read an object, by the bucket's policy and their own as far as they are visible. */
export type Unreadable = Pick<ObjectFact, "unreadableBy" | "unreadableByService">;

/** The role that downloads an object and may not read it; absent if every role may, or no cluster is known. */
export function unreadableBy(download: Download, names: ResourceNames, declared: DeclaredRoles = {}): Unreadable {
  const clusters = download.configurations.flatMap((configuration) =>
    clustersOf({ by: configuration, configuration }, names),
  );
  const answersOf = (role: typeof instanceRole) =>
    distinct(clusters.map((cluster) => role(cluster, names, declared))).map((one) =>
      "unknown" in one ? one : refused(one, download, names),
    );
  const nodes = answersOf(instanceRole);
  return {
    unreadableBy: nodes.find(isNamed) ?? firstUnknown(nodes) ?? ABSENT,
    unreadableByService: answersOf(serviceRole).find(isNamed) ?? ABSENT,
  };
}

function isNamed(answer: Leaf<string>): boolean {
  return !("unknown" in answer || isAbsent(answer));
}

function refused(role: Role, { object, bucket }: Download, names: ResourceNames): Leaf<string> {
  if (!bucket.resource) {
    return unknownLeaf("the policy of the object's bucket is not in the input", "lint it together with its bucket");
  }
  const principal = principalOf(role.arn);
  const action = "s3:GetObject";
  const context = requestContext({ principal, role, place: {}, action, keyArn: [] }, names);
  const key = { arn: objectArn(object, bucket.resource, names), account: names.account };
  const policies: Policies = {
    keyPolicy: bucketPolicy(bucket, names),
    grants: [],
    iamDecides: true,
    ...identityPolicies(role, names),
  };
  const { decision, gaps } = decide({ principal, action, key, context }, policies);
  if (decision === "deny") return roleLeaf(role);
  return gaps[0] ?? ABSENT;
}

/** A bucket without a policy leaves everything to IAM. */
function bucketPolicy({ policy }: Bucket, names: ResourceNames): Policies["keyPolicy"] {
  return policy
    ? policyOf(policy.address, ["policy"], policy.values.policy, names)
    : { where: "no policy of the bucket", document: { Statement: [] } };
}

/** ARN of an object in a bucket that the input makes. */
export function objectArn({ values }: Resource, bucket: Resource, names: ResourceNames): SymbolicString {
  const key = names.text(values.key) ?? new Unknown("the key of the object", "write it as a literal");
  return join([names.referred(bucket, "arn"), "/", key]);
}
