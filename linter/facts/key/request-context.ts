import { arnParts } from "../../access/arn";
import { type Context, type ContextValue, contextOf, unseenKey } from "../../access/context";
import type { Principal } from "../../access/principal";
import { asLiteral, join, type SymbolicString } from "../../access/symbolic-string";
import { COMPUTED } from "../../model/terraform/merge";
import type { Resource } from "../../model/terraform/model";
import { isRecord, type Symbolic, Unknown } from "../../model/values/symbolic";
import type { ResourceNames } from "../iam/resource-names";
import type { Role } from "../iam/roles";
import type { KeyPlace } from "./places";

/** A request that EMR makes: who, for which place, what. */
export interface KeyRequest {
  readonly principal: Principal;
  /** The role behind the principal, where the input contains it. */
  readonly role?: Role;
  readonly place: Partial<Pick<KeyPlace, "purpose" | "mode" | "bucket" | "key">>;
  /** As IAM writes it. */
  readonly action: string;
  readonly keyArn: SymbolicString;
}

const grantActions = ["kms:creategrant", "kms:listgrants", "kms:revokegrant"];

/** The context of a request by EMR, as far as AWS documents it; most policies have no condition that asks for it. */
export function requestContext(request: KeyRequest, names: ResourceNames): Context {
  let context: Context | undefined;
  return (key) => {
    context ??= documentedContext(request, names);
    return context(key);
  };
}

function documentedContext(request: KeyRequest, names: ResourceNames): Context {
  const { principal, keyArn, action } = request;
  const parts = arnParts(keyArn);
  const service = viaService(request, parts?.region);
  const values: { readonly [key: string]: ContextValue } = {
    ...(principal.account
      ? {
          "aws:PrincipalArn": { one: principal.arn },
          "aws:PrincipalAccount": { one: principal.account },
          "kms:CallerAccount": { one: principal.account },
          ...callerKeys(principal),
        }
      : {}),
    "aws:SecureTransport": { one: ["true"] },
    ...(parts ? { "aws:RequestedRegion": { one: parts.region }, "aws:ResourceAccount": { one: parts.account } } : {}),
    ...(service ? { "kms:ViaService": service } : {}),
    // EMR passes on the name of the key as written: if that is its ARN or id, the request has no alias.
    ...(/^key/.test(request.place.key?.named ?? "") ? { "kms:RequestAlias": "absent" as const } : {}),
    ...(grantActions.includes(action.toLowerCase())
      ? request.place.purpose === "ebs"
        ? { "kms:GrantIsForAWSResource": { one: ["true"] } }
        : {}
      : { "kms:GrantIsForAWSResource": "absent" as const }),
    ...encryptionContext(request),
    ...keyProperties(request.place.key?.resource),
  };
  return contextOf(values, (key) => tagOf(key, request, names) ?? restOfContext(key, request));
}

/**
 * What a key of the input decides itself.
 * https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html
 */
function keyProperties(key: Resource | undefined): { readonly [key: string]: ContextValue } {
  if (key?.type !== "aws_kms_key" || key.mode !== "managed") return {};
  const { customer_master_key_spec: spec, key_usage: usage, multi_region: multiRegion } = key.values;
  const values: readonly (readonly [name: string, value: Symbolic | undefined, unset: string])[] = [
    ["kms:KeySpec", spec, "SYMMETRIC_DEFAULT"],
    ["kms:KeyUsage", usage, "ENCRYPT_DECRYPT"],
    ["kms:MultiRegion", multiRegion, "false"],
  ];
  return Object.fromEntries(
    values.flatMap(([name, value, unset]) => {
      const isUnset = value === undefined || value === null || value === COMPUTED;
      const text = isUnset
        ? unset
        : typeof value === "string" || typeof value === "boolean"
          ? String(value)
          : undefined;
      return text === undefined ? [] : [[name, { one: [text] }]];
    }),
  );
}

/** Keys that only requests of AWS services have. */
const OF_SERVICES = ["aws:PrincipalServiceName", "aws:PrincipalServiceNamesList", "aws:SourceArn", "aws:SourceAccount"];

/** Keys that only sessions of federated users have, or of people with a device. */
const OF_PEOPLE = ["aws:FederatedProvider", "aws:MultiFactorAuthAge", "aws:AssumedRoot"];

/**
 * What the kind of caller decides: EMR uses sessions of roles, which are neither the account's root, nor a user, nor an AWS service.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
function callerKeys({ kind }: Principal): { readonly [key: string]: ContextValue } {
  const absent = [...OF_SERVICES, ...(kind === "user" ? [] : [...OF_PEOPLE, "aws:username"])];
  return {
    "aws:PrincipalIsAWSService": { one: ["false"] },
    "aws:PrincipalType": { one: [kind === "user" ? "User" : "AssumedRole"] },
    ...(kind === "user" ? {} : { "aws:MultiFactorAuthPresent": { one: ["false"] as SymbolicString } }),
    ...Object.fromEntries(absent.map((key) => [key, "absent" as const])),
  };
}

/** What calls KMS: S3 and EC2 on the role's behalf, or the nodes directly; undefined where that is not documented or not known. */
function callerOf({ purpose, mode }: KeyRequest["place"]): "s3" | "ec2" | "nodes" | undefined {
  const written = mode && asLiteral(mode);
  switch (purpose) {
    case "s3":
      return written === "SSE-KMS" ? "s3" : written === "CSE-KMS" ? "nodes" : undefined;
    case "local-disk":
      return "nodes";
    case "ebs":
      return "ec2";
    default:
      return purpose === "bundle" || purpose === "logs" ? "s3" : undefined;
  }
}

function viaService({ place, action }: KeyRequest, region: SymbolicString | undefined): ContextValue | undefined {
  const caller = callerOf(place);
  if (caller === "nodes") return "absent";
  // AWS does not say whether the names of services end in .cn in China.
  const isOpen =
    !region || asLiteral(region)?.startsWith("cn-") || (place.purpose === "logs" && /describekey/i.test(action));
  return caller === undefined || isOpen ? undefined : { one: join([`${caller}.`, ...region, ".amazonaws.com"]) };
}

/**
 * https://docs.aws.amazon.com/kms/latest/developerguide/services-emr.html
 * https://docs.aws.amazon.com/kms/latest/developerguide/services-ebs.html
 */
function encryptionContext({ place, keyArn }: KeyRequest): { readonly [key: string]: ContextValue } {
  if (place.purpose === "local-disk") return { "kms:EncryptionContextKeys": "absent" };
  if (place.purpose === "ebs") {
    const volume = new Unknown("the id of the volume", "name it in the condition with a wildcard");
    return { "kms:EncryptionContext:aws:ebs:id": { one: ["vol-", volume] } };
  }
  const caller = callerOf(place);
  if (caller === "nodes") return { "kms:EncryptionContext:kms_cmk_id": { one: keyArn } };
  if (caller !== "s3") return {};
  const object = new Unknown("the ARN of the object", "name the bucket in the condition with a wildcard");
  const { bucket = [] } = place;
  const start = bucket.length > 0 ? ["arn:aws:s3:::", ...bucket] : [];
  return { "kms:EncryptionContext:aws:s3:arn": { one: join([...start, object]) } };
}

function restOfContext(key: string, { place }: KeyRequest): ContextValue {
  const hasAll = place.purpose === "local-disk" || (place.purpose === "ebs" && key !== "kms:encryptioncontextkeys");
  return hasAll && key.startsWith("kms:encryptioncontext") ? "absent" : unseenKey(key);
}

/** `aws:PrincipalTag/…` of a role that the input makes, and `aws:ResourceTag/…` of a key that it makes. */
function tagOf(key: string, { role, place }: KeyRequest, { model }: ResourceNames): ContextValue | undefined {
  const [, of, name] = /^aws:(principal|resource)tag\/(.+)$/.exec(key) ?? [];
  const resource = of === "principal" ? role?.resource : place.key?.resource;
  if (name === undefined || resource?.mode !== "managed") return undefined;
  const tags: readonly (Symbolic | undefined)[] = [resource.values.tags, resource.values.tags_all];
  for (const set of [...tags, ...Object.values(model.defaultTags)]) {
    if (set === undefined || set === null) continue;
    if (!isRecord(set)) return undefined;
    const found = Object.entries(set).find(([tag]) => tag.toLowerCase() === name);
    if (!found) continue;
    const [, value] = found;
    return typeof value === "string" ? { one: [value] } : undefined;
  }
  return "absent";
}
