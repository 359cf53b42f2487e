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
  /** The configurations that name it. */
  readonly configurations: readonly Resource[];
}

/** Roles that may not read an object, by the bucket's policy and their own as far as they are visible. */
export type Unreadable = Pick<ObjectFact, "unreadableBy" | "unreadableByService">;

/** The role that downloads an object and may not read it; absent if every role may, or no cluster is known. */
export function unreadableBy(
  download: Download,
  resourceNames: ResourceNames,
  declared: DeclaredRoles = {},
): Unreadable {
  const clusters = download.configurations.flatMap((configuration) =>
    clustersOf({ by: configuration, configuration }, resourceNames),
  );
  const answersOf = (role: typeof instanceRole) =>
    distinct(clusters.map((cluster) => role(cluster, resourceNames, declared))).map((one) =>
      "unknown" in one ? one : refused(one, download, resourceNames),
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

function refused(role: Role, { object, bucket }: Download, resourceNames: ResourceNames): Leaf<string> {
  if (!bucket.resource) {
    return unknownLeaf("the policy of the object's bucket is not in the input", "lint it together with its bucket");
  }
  const principal = principalOf(role.arn);
  const action = "s3:GetObject";
  const context = requestContext({ principal, role, place: {}, action, keyArn: [] }, resourceNames);
  const key = { arn: objectArn(object, bucket.resource, resourceNames), account: resourceNames.account };
  const policies: Policies = {
    keyPolicy: bucketPolicy(bucket, resourceNames),
    grants: [],
    iamDecides: true,
    ...identityPolicies(role, resourceNames),
  };
  const { decision, gaps } = decide({ principal, action, key, context }, policies);
  if (decision === "deny") return roleLeaf(role);
  return gaps[0] ?? ABSENT;
}

/** A bucket without a policy leaves everything to IAM. */
function bucketPolicy({ policy }: Bucket, resourceNames: ResourceNames): Policies["keyPolicy"] {
  return policy
    ? policyOf(policy.address, ["policy"], policy.values.policy, resourceNames)
    : { where: "no policy of the bucket", document: { Statement: [] } };
}

/** ARN of an object in a bucket that the input makes. */
export function objectArn({ values }: Resource, bucket: Resource, resourceNames: ResourceNames): SymbolicString {
  const [arn = []] = resourceNames.referred(bucket, "arn");
  return join([
    arn,
    "/",
    resourceNames.text(values.key) ?? new Unknown("the key of the object", "write it as a literal"),
  ]);
}
