import { type ContextValue, contextOf } from "../../access/context";
import { matchesOf } from "../../access/decide";
import { principalOf } from "../../access/principal";
import { statementInWords, whyUnread } from "../../access/statement";
import { all, any, reasonsOf, type Truth } from "../../access/truth";
import { COMPUTED } from "../../model/terraform/merge";
import type { Resource } from "../../model/terraform/model";
import { type Symbolic, Unknown } from "../../model/values/symbolic";
import { ABSENT, known } from "../../rows/leaf";
import type { ObjectFact } from "../../rows/objects";
import type { ResourceNames } from "../iam/resource-names";
import { policyOf } from "../iam/roles";
import type { Bucket } from "./bucket";
import { objectArn } from "./download-access";

/** The statement of the bucket's policy that denies an upload, and its condition keys. */
export type UploadDenial = Pick<ObjectFact, "uploadDeniedBy" | "uploadDeniedFor">;

const allowed: UploadDenial = { uploadDeniedBy: ABSENT, uploadDeniedFor: ABSENT };

/**
 * Whether the policy of a bucket denies the upload of an object, whichever role applies the plan. Statements that depend on the role are
 * left undecided. A bucket whose policy is not in the input counts as denying nothing.
 */
export function uploadDenied(object: Resource, bucket: Bucket, names: ResourceNames): UploadDenial {
  const { policy, resource } = bucket;
  if (!policy || !resource) return allowed;
  const document = policyOf(policy.address, ["policy"], policy.values.policy, names);
  const request = {
    principal: principalOf([new Unknown("the role that applies the plan", "state which role applies the plan")]),
    action: "s3:PutObject",
    key: { arn: objectArn(object, resource, names), account: names.account },
    context: contextOf(requestHeaders(object, names), unseen),
  };
  const matches = matchesOf(document, request, "resource");
  if (!matches) return { ...allowed, uploadDeniedBy: whyUnread(document) };
  const denials = matches.filter(({ statement }) => statement.effect === "Deny");
  const truths = denials.map(({ direct, account, rest }): Truth => all([any([direct, account]), rest]));
  const denying = denials[truths.indexOf(true)];
  if (denying) {
    const keys = denying.conditions.map(({ key }) => key).filter((key) => key !== "");
    return {
      uploadDeniedBy: known(statementInWords(denying.statement)),
      uploadDeniedFor: known(keys.length > 0 ? keys.join(", ") : null),
    };
  }
  return { ...allowed, uploadDeniedBy: reasonsOf(truths)[0] ?? ABSENT };
}

/** The headers that the provider sends with an object, as condition keys of S3. */
function requestHeaders({ values }: Resource, names: ResourceNames): { readonly [key: string]: ContextValue } {
  const header = (value: Symbolic | undefined): ContextValue => {
    // What a plan only computes was not written, and is not sent.
    const text = value === undefined || value === null || value === COMPUTED ? undefined : names.text(value);
    return text ? { one: text } : "absent";
  };
  const key = header(values.kms_key_id);
  const mode = header(values.server_side_encryption);
  return {
    "aws:SecureTransport": { one: ["true"] },
    "aws:PrincipalIsAWSService": { one: ["false"] },
    "aws:ViaAWSService": { one: ["false"] },
    "s3:authType": { one: ["REST-HEADER"] },
    "s3:signatureversion": { one: ["AWS4-HMAC-SHA256"] },
    "s3:TlsVersion": { one: ["1.3"] },
    // The provider asks for aws:kms where only a key is given.
    "s3:x-amz-server-side-encryption": mode === "absent" && key !== "absent" ? { one: ["aws:kms"] } : mode,
    "s3:x-amz-server-side-encryption-aws-kms-key-id": key,
    "s3:x-amz-server-side-encryption-customer-algorithm": "absent",
  };
}

function unseen(key: string): ContextValue {
  return {
    unknown: `the bucket's policy depends on ${key}, which the input does not show for the role that applies the plan`,
    resolveWith: "compare the statement with the role that applies the plan",
  };
}
