import { equal, literal, spelling, split, type Text } from "../access/text";
import type { Resource } from "../model/model";
import { isRecord, type Symbolic } from "../model/symbolic";
import type { Identities } from "./identities";
import type { KeyDeclarations } from "./key-declarations";
import type { Documents, KeyPlace } from "./key-places";
import type { Unsettled } from "./leaf";
import { instanceRole, type Role, roleOf, serviceRole } from "./roles";

/** Who needs a key at a place, and for which actions. */
export interface KeyUser {
  readonly as: "instance role" | "service role" | "mapped role" | "service";
  readonly who: Role | Unsettled;
  readonly actions: readonly string[];
}

const dataKey = ["kms:Decrypt", "kms:GenerateDataKey"];

/** What each use cannot do without; KMS Developer Guide, "How Amazon EMR uses AWS KMS". */
const needs: { readonly [purpose in KeyPlace["purpose"]]: { readonly [as in KeyUser["as"]]?: readonly string[] } } = {
  s3: { "instance role": dataKey, "mapped role": dataKey },
  "local-disk": { "instance role": dataKey },
  ebs: { "service role": ["kms:CreateGrant", "kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKeyWithoutPlaintext"] },
  logs: { "instance role": ["kms:GenerateDataKey"], "service role": ["kms:DescribeKey"] },
  wal: { "instance role": dataKey, service: dataKey },
  bundle: { "instance role": ["kms:Decrypt"] },
};

/** Everybody who needs the key of a place. */
export function keyUsers(
  place: KeyPlace,
  documents: Documents,
  identities: Identities,
  declared: KeyDeclarations,
): readonly KeyUser[] {
  const need = needs[place.purpose];
  const clusters = clustersOf(place, identities);
  const users: KeyUser[] = [];
  const add = (as: KeyUser["as"], who: readonly (Role | Unsettled)[]) => {
    const actions = need[as];
    if (actions) users.push(...who.map((one) => ({ as, who: one, actions })));
  };
  const { roles } = declared;
  const instance = clusters.map((cluster) => instanceRole(cluster, identities, roles));
  const service = clusters.map((cluster) => serviceRole(cluster, identities, roles));
  add("instance role", distinct(clusters.length > 0 ? instance : told([roles?.instance], identities)));
  add("service role", distinct(clusters.length > 0 ? service : told([roles?.service], identities)));
  add("mapped role", distinct(mappedRoles(place, documents, identities, declared)));
  add("service", [{ arn: ["emrwal.amazonaws.com"] }]);
  return users;
}

function told(arns: readonly (string | undefined)[], identities: Identities): readonly (Role | Unsettled)[] {
  return arns.flatMap((arn) => (arn === undefined ? [] : [roleOf(arn, identities)]));
}

/** Each role once. */
export function distinct(roles: readonly (Role | Unsettled)[]): readonly (Role | Unsettled)[] {
  return [...new Map(roles.map((role) => [JSON.stringify("arn" in role ? role.arn : role), role])).values()];
}

/** Clusters that use a configuration, by reference or by name; a cluster's own logs are its own. */
export function clustersOf(
  { by, configuration }: Pick<KeyPlace, "by" | "configuration">,
  identities: Identities,
): readonly Resource[] {
  if (by.type === "aws_emr_cluster") return [by];
  if (!configuration) return [];
  const clusters = identities.indexed(["aws_emr_cluster"], "configuration", ({ values }) => [
    identities.text(values.security_configuration),
  ]);
  const found = names(configuration, identities).flatMap((name) => clusters.get(spelling(name) ?? "") ?? []);
  return [...new Set(found)].filter(({ mode }) => mode === "managed");
}

function names(configuration: Resource, identities: Identities): readonly Text[] {
  const own = identities.text(configuration.values.name);
  const referred = ["name", "id"].flatMap((attribute) => identities.referred(configuration, attribute));
  return own ? [own, ...referred] : referred;
}

/** Roles that EMRFS takes on. One for a prefix needs the key of that prefix's bucket alone. */
function mappedRoles(
  place: KeyPlace,
  documents: Documents,
  identities: Identities,
  { roles }: KeyDeclarations,
): readonly (Role | Unsettled)[] {
  if (place.purpose !== "s3" || !place.configuration) return [];
  const document = documents.get(place.configuration.address);
  const overridden = overriddenBuckets(document, identities);
  const mapped = roleMappings(document).flatMap((mapping) =>
    concerns(mapping, place, overridden, identities) && mapping.Role !== undefined
      ? [roleOf(mapping.Role, identities)]
      : [],
  );
  return place.bucket ? mapped : [...mapped, ...told(roles?.emrfs ?? [], identities)];
}

function concerns(
  { IdentifierType: type, Identifiers: identifiers }: { readonly [name: string]: Symbolic },
  { bucket }: KeyPlace,
  overridden: readonly Text[],
  identities: Identities,
): boolean {
  // which buckets a user or group reads is not written anywhere
  if (type !== "Prefix") return bucket === undefined;
  const prefixes = Array.isArray(identifiers) ? (identifiers as readonly Symbolic[]) : [];
  const buckets = prefixes.flatMap((prefix) => bucketOf(identities.text(prefix)));
  const among = (list: readonly Text[], one: Text) => list.some((each) => equal(each, one) === true);
  return bucket ? among(buckets, bucket) : buckets.some((one) => !among(overridden, one));
}

function overriddenBuckets(document: Symbolic | undefined, identities: Identities): readonly Text[] {
  const path = ["EncryptionConfiguration", "AtRestEncryptionConfiguration", "S3EncryptionConfiguration", "Overrides"];
  let part: Symbolic | undefined = document;
  for (const name of path) part = isRecord(part) ? part[name] : undefined;
  const overrides = Array.isArray(part) ? (part as readonly Symbolic[]).filter(isRecord) : [];
  return overrides.flatMap(({ BucketName }) => {
    const bucket = identities.text(BucketName);
    return bucket ? [bucket] : [];
  });
}

function bucketOf(prefix: Text | undefined): readonly Text[] {
  if (!prefix) return [];
  const [scheme, , name] = split(prefix, "/", 4);
  return name && literal(scheme ?? []) === "s3:" ? [name] : [];
}

function roleMappings(document: Symbolic | undefined): readonly { readonly [name: string]: Symbolic }[] {
  const authorization = isRecord(document) ? document.AuthorizationConfiguration : undefined;
  const emrfs = isRecord(authorization) ? authorization.EmrFsConfiguration : undefined;
  const mappings = isRecord(emrfs) ? emrfs.RoleMappings : undefined;
  return Array.isArray(mappings) ? (mappings as readonly Symbolic[]).filter(isRecord) : [];
}
