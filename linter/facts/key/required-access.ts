import { uniqueBy } from "../../../formats/group-by";
import { keyPurposes } from "../../../formats/key-policy";
import { asLiteral, canonical, equal, type SymbolicString, split } from "../../access/symbolic-string";
import { not, type Truth } from "../../access/truth";
import type { Resource } from "../../model/terraform/model";
import { isRecord } from "../../model/values/symbolic";
import type { KeyUserKind } from "../../rows/key-uses";
import type { UnknownLeaf } from "../../rows/leaf";
import { encryptionPlaces } from "../configuration/encryption-places";
import { asWritten, DocumentCursor } from "../document-cursor";
import { onlyReads } from "../iam/read-only-role";
import type { ResourceNames } from "../iam/resource-names";
import { instanceRole, type Role, roleOf, serviceRole } from "../iam/roles";
import type { KeyContext } from "./declared";
import type { KeyPlace } from "./places";

/** Who needs a key at a place, and for which actions. */
export interface KeyUser {
  readonly as: KeyUserKind;
  readonly who: Role | UnknownLeaf;
  readonly actions: readonly Need[];
  /** Further actions that AWS's guides grant to users of a key for the purpose. */
  readonly guide: readonly string[];
}

/** An action, and whether the place requires it. */
export interface Need {
  readonly action: string;
  readonly needed: Truth;
}

const dataKey = ["kms:Decrypt", "kms:GenerateDataKey"];

/** Actions that each use requires; KMS Developer Guide, "How Amazon EMR uses AWS KMS". */
const needs: { readonly [purpose in KeyPlace["purpose"]]: { readonly [as in KeyUser["as"]]?: readonly string[] } } = {
  s3: { "instance role": dataKey, "mapped role": dataKey },
  "local-disk": { "instance role": dataKey },
  ebs: { "service role": ["kms:CreateGrant", "kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKeyWithoutPlaintext"] },
  logs: { "instance role": ["kms:GenerateDataKey"], "service role": ["kms:DescribeKey"] },
  wal: { "instance role": dataKey, service: dataKey },
  bundle: { "instance role": ["kms:Decrypt"], "service role": ["kms:Decrypt"] },
};

/** Actions that the guides grant beyond that: nodes, mapped roles and the role for volumes get all actions of a key user. */
function guideOf({ purpose }: KeyPlace, as: KeyUser["as"], needed: readonly string[]): readonly string[] {
  const isKeyUser = purpose === "s3" || purpose === "local-disk" || purpose === "ebs";
  if (!isKeyUser || as === "service") return [];
  const { operations } = keyPurposes[purpose];
  return operations.map((operation) => `kms:${operation}`).filter((action) => !needed.includes(action));
}

/** Whether a user needs an action: a role that only reads needs no new data keys, but nodes always write, at least what they log. */
function isNeeded(
  action: string,
  { as, who }: Pick<KeyUser, "as" | "who">,
  place: KeyPlace,
  names: ResourceNames,
): Truth {
  const mayOnlyRead = place.purpose === "s3" && (as === "mapped role" || place.bucket !== undefined);
  const asked = action === "kms:GenerateDataKey" && mayOnlyRead && "arn" in who;
  return asked ? not(onlyReads(who, place.bucket, names)) : true;
}

/** All roles that need the key of a place. */
export function keyUsers(place: KeyPlace, context: KeyContext): readonly KeyUser[] {
  const { names, declared } = context;
  const { roles } = declared;
  const clusters = clustersOf(place, names);
  const ofClusters = (role: typeof instanceRole, arn: string | undefined) =>
    clusters.length > 0 ? clusters.map((cluster) => role(cluster, names, roles)) : declaredRoles([arn], names);
  const users: { readonly [as in KeyUserKind]: () => readonly (Role | UnknownLeaf)[] } = {
    "instance role": () => ofClusters(instanceRole, roles?.instance),
    "service role": () => ofClusters(serviceRole, roles?.service),
    "mapped role": () => mappedRoles(place, context),
    service: () => [{ arn: ["emrwal.amazonaws.com"] }],
  };
  return USER_KINDS.flatMap((as) => {
    const actions = needs[place.purpose][as];
    if (!actions) return [];
    const guide = guideOf(place, as, actions);
    return distinct(users[as]()).map((who) => ({
      as,
      who,
      actions: actions.map((action) => ({ action, needed: isNeeded(action, { as, who }, place, names) })),
      guide,
    }));
  });
}

const USER_KINDS = ["instance role", "service role", "mapped role", "service"] as const;

function declaredRoles(arns: readonly (string | undefined)[], names: ResourceNames): readonly (Role | UnknownLeaf)[] {
  return arns.flatMap((arn) => (arn === undefined ? [] : [roleOf(arn, names)]));
}

/** Each role once. */
export function distinct(roles: readonly (Role | UnknownLeaf)[]): readonly (Role | UnknownLeaf)[] {
  return uniqueBy(roles, (role) => JSON.stringify("arn" in role ? role.arn : role));
}

/** Clusters that use a configuration, by reference or by name; a cluster's own logs are its own. */
export function clustersOf(
  { by, configuration }: Pick<KeyPlace, "by" | "configuration">,
  names: ResourceNames,
): readonly Resource[] {
  if (by.type === "aws_emr_cluster") return [by];
  if (!configuration) return [];
  const clusters = names.indexed(["aws_emr_cluster"], "configuration", ({ values }) => [
    names.text(values.security_configuration),
  ]);
  const found = namesOf(configuration, names).flatMap((name) => clusters.get(canonical(name) ?? "") ?? []);
  return [...new Set(found)].filter(({ mode }) => mode === "managed");
}

function namesOf(configuration: Resource, names: ResourceNames): readonly SymbolicString[] {
  const own = names.text(configuration.values.name);
  const referred = ["name", "id"].map((attribute) => names.referred(configuration, attribute));
  return own ? [own, ...referred] : referred;
}

/** Roles that EMRFS assumes. A role for a prefix needs only the key of that prefix's bucket. */
function mappedRoles(
  place: KeyPlace,
  { names, documents, declared: { roles } }: KeyContext,
): readonly (Role | UnknownLeaf)[] {
  if (place.purpose !== "s3" || !place.configuration) return [];
  const document = new DocumentCursor(asWritten, documents.get(place.configuration.address));
  const overridden = overriddenBuckets(document, names);
  const mapped = roleMappings(document).flatMap((mapping) => {
    const role = mapping.at("Role").source();
    return role !== undefined && concerns(mapping, place, overridden, names) ? [roleOf(role, names)] : [];
  });
  return place.bucket ? mapped : [...mapped, ...declaredRoles(roles?.emrfs ?? [], names)];
}

function concerns(
  mapping: DocumentCursor,
  { bucket }: KeyPlace,
  overridden: readonly SymbolicString[],
  names: ResourceNames,
): boolean {
  // nothing states which buckets a user or group reads
  if (mapping.at("IdentifierType").source() !== "Prefix") return bucket === undefined;
  const prefixes = mapping.at("Identifiers").items() ?? [];
  const buckets = prefixes.flatMap((prefix) => bucketOf(names.text(prefix.source())));
  const among = (list: readonly SymbolicString[], one: SymbolicString) =>
    list.some((each) => equal(each, one) === true);
  return bucket ? among(buckets, bucket) : buckets.some((one) => !among(overridden, one));
}

function overriddenBuckets(document: DocumentCursor, names: ResourceNames): readonly SymbolicString[] {
  return encryptionPlaces(document).flatMap(({ kind, part }) => {
    const bucket = kind === "override" ? names.text(part.at("BucketName").source()) : undefined;
    return bucket ? [bucket] : [];
  });
}

function roleMappings(document: DocumentCursor): readonly DocumentCursor[] {
  const emrfs = document.at("AuthorizationConfiguration").at("EmrFsConfiguration");
  return (emrfs.at("RoleMappings").items() ?? []).filter((mapping) => isRecord(mapping.source()));
}

function bucketOf(prefix: SymbolicString | undefined): readonly SymbolicString[] {
  if (!prefix) return [];
  const [scheme, , name] = split(prefix, "/", 4);
  return name && asLiteral(scheme ?? []) === "s3:" ? [name] : [];
}
