import { contextOf, unseenKey } from "../access/context";
import { matchesOf, type Request } from "../access/decide";
import { principalOf } from "../access/principal";
import { joined, type Text } from "../access/text";
import { all, any, Gaps, type Truth } from "../access/truth";
import { Unknown } from "../model/symbolic";
import type { Identities } from "./identities";
import { identityPolicies, type Role } from "./roles";

/**
 * Whether a role writes objects: to a bucket, or anywhere where it is not said to which. Only an IAM policy of its own can tell;
 * where those are not in the input, nobody knows what it is for.
 */
export function writesTo(role: Role, bucket: Text | undefined, identities: Identities): Truth {
  const { identity, identityUnseen } = identityPolicies(role, identities);
  const object = new Unknown("the key of the object", "name it in the policy");
  const arn = joined(bucket ? ["arn:", ...anyPartition, ":s3:::", ...bucket, "/", object] : [object]);
  const request: Request = {
    principal: principalOf(role.arn),
    action: "s3:PutObject",
    key: { arn, account: identities.account },
    context: contextOf({}, unseenKey),
  };
  const matches = identity.map((policy) => matchesOf(policy, request, "identity"));
  const allowed = matches.flatMap((statements) =>
    (statements ?? []).map(({ statement, action, resource }): Truth => {
      // A wildcard may take the object or not; what counts is that it is not surely another bucket's.
      return statement.effect === "Allow" ? all([action, resource !== false]) : false;
    }),
  );
  const hidden = matches.includes(undefined)
    ? [
        new Gaps([
          {
            unknown: "an IAM policy of the role is not known",
            settledBy: "lint a plan made after what it names exists",
          },
        ]),
      ]
    : [];
  return any([...allowed, ...hidden, ...(identityUnseen ? [new Gaps([identityUnseen])] : [])]);
}

const anyPartition: Text = [new Unknown("the partition", "name the Region")];
