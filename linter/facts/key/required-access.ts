import { keyPurposes } from "../../../formats/key-policy";
import { asLiteral, canonical, equal, type SymbolicString, split } from "../../access/symbolic-string";
import { not, type Truth } from "../../access/truth";
import type { Resource } from "../../model/terraform/model";
import { isRecord, type Symbolic } from "../../model/values/symbolic";
import type { UnknownLeaf } from "../../rows/leaf";
import { encryptionPlaces } from "../configuration/encryption-places";
import { asWritten, DocumentCursor } from "../document-cursor";
import { onlyReads } from "../iam/read-only-role";
import type { ResourceNames } from "../iam/resource-names";
import { instanceRole, type Role, roleOf, serviceRole } from "../iam/roles";
import type { KeyDeclarations } from "./declared";
import type { Documents, KeyPlace } from "./places";

/** Who needs a key at a place, and for which actions. */
export interface KeyUser {
  readonly as: "instance role" | "service role" | "mapped role" | "service";
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

/** A role that only reads needs no new data keys. Nodes write by the default for all buckets, at least what they log. */
function needOf(
  action: string,
  as: KeyUser["as"],
  who: KeyUser["who"],
  place: KeyPlace,
  resourceNames: ResourceNames,
): Need {
  const mayOnlyRead = place.purpose === "s3" && (as === "mapped role" || place.bucket !== undefined);
  const asked = action === "kms:GenerateDataKey" && mayOnlyRead && "arn" in who;
  return { action, needed: asked ? not(onlyReads(who, place.bucket, resourceNames)) : true };
}

/** All roles that need the key of a place. */
export function keyUsers(
  place: KeyPlace,
  documents: Documents,
  resourceNames: ResourceNames,
  declared: KeyDeclarations,
): readonly KeyUser[] {
  const need = needs[place.purpose];
  const clusters = clustersOf(place, resourceNames);
  const users: KeyUser[] = [];
  const add = (as: KeyUser["as"], who: readonly (Role | UnknownLeaf)[]) => {
    const actions = need[as];
    if (!actions) return;
    const guide = guideOf(place, as, actions);
    for (const one of who) {
      users.push({
        as,
        who: one,
        actions: actions.map((action) => needOf(action, as, one, place, resourceNames)),
        guide,
      });
    }
  };
  const { roles } = declared;
  const instance = clusters.map((cluster) => instanceRole(cluster, resourceNames, roles));
  const service = clusters.map((cluster) => serviceRole(cluster, resourceNames, roles));
  add("instance role", distinct(clusters.length > 0 ? instance : declaredRoles([roles?.instance], resourceNames)));
  add("service role", distinct(clusters.length > 0 ? service : declaredRoles([roles?.service], resourceNames)));
  add("mapped role", distinct(mappedRoles(place, documents, resourceNames, declared)));
  add("service", [{ arn: ["emrwal.amazonaws.com"] }]);
  return users;
}

function declaredRoles(
  arns: readonly (string | undefined)[],
  resourceNames: ResourceNames,
): readonly (Role | UnknownLeaf)[] {
  return arns.flatMap((arn) => (arn === undefined ? [] : [roleOf(arn, resourceNames)]));
}

/** Each role once. */
export function distinct(roles: readonly (Role | UnknownLeaf)[]): readonly (Role | UnknownLeaf)[] {
  return [...new Map(roles.map((role) => [JSON.stringify("arn" in role ? role.arn : role), role])).values()];
}

/** Clusters that use a configuration, by reference or by name; a cluster's own logs are its own. */
export function clustersOf(
  { by, configuration }: Pick<KeyPlace, "by" | "configuration">,
  resourceNames: ResourceNames,
): readonly Resource[] {
  if (by.type === "aws_emr_cluster") return [by];
  if (!configuration) return [];
  const clusters = resourceNames.indexed(["aws_emr_cluster"], "configuration", ({ values }) => [
    resourceNames.text(values.security_configuration),
  ]);
  const found = names(configuration, resourceNames).flatMap((name) => clusters.get(canonical(name) ?? "") ?? []);
  return [...new Set(found)].filter(({ mode }) => mode === "managed");
}

function names(configuration: Resource, resourceNames: ResourceNames): readonly SymbolicString[] {
  const own = resourceNames.text(configuration.values.name);
  const referred = ["name", "id"].flatMap((attribute) => resourceNames.referred(configuration, attribute));
  return own ? [own, ...referred] : referred;
}

/** Roles that EMRFS assumes. A role for a prefix needs only the key of that prefix's bucket. */
function mappedRoles(
  place: KeyPlace,
  documents: Documents,
  resourceNames: ResourceNames,
  { roles }: KeyDeclarations,
): readonly (Role | UnknownLeaf)[] {
  if (place.purpose !== "s3" || !place.configuration) return [];
  const document = documents.get(place.configuration.address);
  const overridden = overriddenBuckets(document, resourceNames);
  const mapped = roleMappings(document).flatMap((mapping) =>
    concerns(mapping, place, overridden, resourceNames) && mapping.Role !== undefined
      ? [roleOf(mapping.Role, resourceNames)]
      : [],
  );
  return place.bucket ? mapped : [...mapped, ...declaredRoles(roles?.emrfs ?? [], resourceNames)];
}

function concerns(
  { IdentifierType: type, Identifiers: identifiers }: { readonly [name: string]: Symbolic },
  { bucket }: KeyPlace,
  overridden: readonly SymbolicString[],
  resourceNames: ResourceNames,
): boolean {
  // nothing states which buckets a user or group reads
  if (type !== "Prefix") return bucket === undefined;
  const prefixes = Array.isArray(identifiers) ? (identifiers as readonly Symbolic[]) : [];
  const buckets = prefixes.flatMap((prefix) => bucketOf(resourceNames.text(prefix)));
  const among = (list: readonly SymbolicString[], one: SymbolicString) =>
    list.some((each) => equal(each, one) === true);
  return bucket ? among(buckets, bucket) : buckets.some((one) => !among(overridden, one));
}

function overriddenBuckets(document: Symbolic | undefined, resourceNames: ResourceNames): readonly SymbolicString[] {
  return encryptionPlaces(new DocumentCursor(asWritten, document)).flatMap(({ kind, part }) => {
    const bucket = kind === "override" ? resourceNames.text(part.at("BucketName").source()) : undefined;
    return bucket ? [bucket] : [];
  });
}

function bucketOf(prefix: SymbolicString | undefined): readonly SymbolicString[] {
  if (!prefix) return [];
  const [scheme, , name] = split(prefix, "/", 4);
  return name && asLiteral(scheme ?? []) === "s3:" ? [name] : [];
}

function roleMappings(document: Symbolic | undefined): readonly { readonly [name: string]: Symbolic }[] {
  const authorization = isRecord(document) ? document.AuthorizationConfiguration : undefined;
  const emrfs = isRecord(authorization) ? authorization.EmrFsConfiguration : undefined;
  const mappings = isRecord(emrfs) ? emrfs.RoleMappings : undefined;
  return Array.isArray(mappings) ? (mappings as readonly Symbolic[]).filter(isRecord) : [];
}
