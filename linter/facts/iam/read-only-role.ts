import { contextOf, unseenKey } from "../../access/context";
import { matchesOf, type Request } from "../../access/decide";
import { principalOf } from "../../access/principal";
import { whyUnseen } from "../../access/statement";
import { join, type SymbolicString } from "../../access/symbolic-string";
import { all, any, not, type Truth, UnknownTruth } from "../../access/truth";
import { Unknown } from "../../model/values/symbolic";
import type { ResourceNames } from "./resource-names";
import { identityPolicies, type Role } from "./roles";

/**
 * Whether a role only reads objects, in a bucket or, if none is given, anywhere. Only the role's own IAM policies show this; if they are
 * not in the input, it is unknown.
 */
export function onlyReads(role: Role, bucket: SymbolicString | undefined, names: ResourceNames): Truth {
  const does = (action: string) => allows(action, role, bucket, names);
  return all([does("s3:GetObject"), not(does("s3:PutObject"))]);
}

function allows(action: string, role: Role, bucket: SymbolicString | undefined, names: ResourceNames): Truth {
  const { identity, identityUnseen } = identityPolicies(role, names);
  const object = new Unknown("the key of the object", "name it in the policy");
  const arn = join(bucket ? ["arn:", anyPartition, ":s3:::", ...bucket, "/", object] : [object]);
  const request: Request = {
    principal: principalOf(role.arn),
    action,
    key: { arn, account: names.account },
    context: contextOf({}, unseenKey),
  };
  const answers = identity.flatMap((policy): readonly Truth[] => {
    const statements = matchesOf(policy, request, "identity");
    if (!statements) return [new UnknownTruth([whyUnseen(policy)])];
    // A wildcard may cover the object or not; what counts is that it is not certainly in another bucket.
    return statements.map(({ statement, action: named, resource }) =>
      statement.effect === "Allow" ? all([named, resource !== false]) : false,
    );
  });
  return any([...answers, ...(identityUnseen ? [new UnknownTruth([identityUnseen])] : [])]);
}

const anyPartition = new Unknown("the partition", "name the Region");
