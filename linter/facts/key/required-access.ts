import { keyPurposes } from "../../../formats/key-policy";
import { equal, literal, spelling, split, type Text } from "../../access/text";
import { not, type Truth } from "../../access/truth";
import type { Resource } from "../../model/terraform/model";
import { isRecord, type Symbolic } from "../../model/values/symbolic";
import type { Unsettled } from "../../rows/leaf";
import { onlyReads } from "../iam/read-only-role";
import type { Identities } from "../iam/resource-names";
import { instanceRole, type Role, roleOf, serviceRole } from "../iam/roles";
import type { KeyDeclarations } from "./declared";
import type { Documents, KeyPlace } from "./places";

/** Who needs a key at a place, and for which actions. */
export interface KeyUser {
  readonly as: "instance role" | "service role" | "mapped role" | "service";
  readonly who: Role | Unsettled;
  readonly actions: readonly Need[];
  /** Further actions that AWS's guides give to whoever uses a key for the purpose. */
  readonly guide: readonly string[];
}

/** An action, and whether the place cannot do without it. */
export interface Need {
  readonly action: string;
  readonly needed: Truth;
}

const dataKey = ["kms:Decrypt", "kms:GenerateDataKey"];

/** What each use cannot do without; KMS Developer Guide, "How Amazon EMR uses AWS KMS". */
const needs: { readonly [purpose in KeyPlace["purpose"]]: { readonly [as in KeyUser["as"]]?: readonly string[] } } = {
  s3: { "instance role": dataKey, "mapped role": dataKey },
  "local-disk": { "instance role": dataKey },
  ebs: { "service role": ["kms:CreateGrant", "kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKeyWithoutPlaintext"] },
  logs: { "instance role": ["kms:GenerateDataKey"], "service role": ["kms:DescribeKey"] },
  wal: { "instance role": dataKey, service: dataKey },
  bundle: { "instance role": ["kms:Decrypt"], "service role": ["kms:Decrypt"] },
};

/** What the guides give beyond that: to nodes, to mapped roles and for volumes the whole set of a key user. */
function guideOf({ purpose }: KeyPlace, as: KeyUser["as"], needed: readonly string[]): readonly string[] {
  const isKeyUser = purpose === "s3" || purpose === "local-disk" || purpose === "ebs";
  if (!isKeyUser || as === "service") return [];
  const { operations } = keyPurposes[purpose];
  return operations.map((operation) => `kms:${operation}`).filter((action) => !needed.includes(action));
}

/** Whoever only reads asks for no new data keys. Nodes write by the default for all buckets, at least what they log. */
function needOf(action: string, as: KeyUser["as"], who: KeyUser["who"], place: KeyPlace, identities: Identities): Need {
  const mayOnlyRead = place.purpose === "s3" && (as === "mapped role" || place.bucket !== undefined);
  const asked = action === "kms:GenerateDataKey" && mayOnlyRead && "arn" in who;
  return { action, needed: asked ? not(onlyReads(who, place.bucket, identities)) : true };
}

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
    if (!actions) return;
    const guide = guideOf(place, as, actions);
    for (const one of who) {
      users.push({ as, who: one, actions: actions.map((action) => needOf(action, as, one, place, identities)), guide });
    }
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
