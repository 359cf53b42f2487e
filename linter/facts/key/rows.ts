import { partitionOf } from "../../../formats/arn";
import { groupBy } from "../../../formats/group-by";
import { arnParts } from "../../access/arn";
import { asLiteral, display } from "../../access/symbolic-string";
import { isDestroyed, isKept, isRemoved } from "../../model/terraform/lifecycle";
import type { Model, Resource } from "../../model/terraform/model";
import { managed, ofType } from "../../model/terraform/of-type";
import { parseDocument } from "../../model/values/document";
import { type Symbolic, Unknown } from "../../model/values/symbolic";
import type { KeyFact, KeyPlaceFact } from "../../rows/keys";
import { ABSENT, known, type Leaf, unknownLeaf } from "../../rows/leaf";
import { arnLeaf, keyTypes, ResourceNames, textLeaf } from "../iam/resource-names";
import { policyAt } from "../iam/roles";
import { argument, isSet } from "./argument";
import type { Documents, KeyDeclarations } from "./declared";
import { defaultEbsPlaces } from "./default-ebs-key";
import {
  documentPlaces,
  type KeyPlace,
  keyPlaces,
  managedKeyOf,
  monitoringPlaces,
  type NamedKey,
  namedKey,
} from "./places";
import { keyPolicyFact, keyPolicyOf, keyStatementFacts, unseenPolicy } from "./policy";
import { servicePlaces } from "./services";

/**
 * The KMS keys of a model that EMR touches.
 *
 * @param documents parsed security configurations by address; one that is not known is an `Unknown`
 */
export function keyFacts(model: Model, documents: Documents, declared: KeyDeclarations = {}): readonly KeyFact[] {
  const names = ResourceNames.of(model);
  const places = [
    ...keyPlaces(names, documents),
    ...defaultEbsPlaces(names, documents),
    ...monitoringPlaces(names),
    ...servicePlaces(names),
  ];
  const placesByKey = groupBy(places, ({ key }) => key.id);
  const lost = keysLost(model, names);
  const unused = ofType(model, ...keyTypes).flatMap((resource): readonly NamedKey[] => {
    const isWanted = lost.has(resource.address) || (declared.allKeys && resource.mode === "managed");
    if (!isWanted || placesByKey.has(resource.address)) return [];
    return [{ text: names.arn(resource), named: "key ARN", resource, id: resource.address }];
  });
  const keys = [...[...placesByKey.values()].map(([{ key }]) => key), ...unused];
  return keys.map((key): KeyFact => {
    const own = placesByKey.get(key.id) ?? [];
    const resource = managedKeyOf(key);
    const loss = key.resource && lost.get(key.resource.address);
    return {
      ...(resource ? managedKey(resource, names) : importedKey(key, own, names, declared)),
      stillUsedBy: known(loss?.remains ? loss.user : null),
      formerlyUsedBy: known(loss && !loss.remains ? loss.user : null),
      // EBS volumes use the key of the local disks
      places: own.flatMap((place) => (place.purpose === "ebs" ? [] : [placeFact(place, names, declared)])),
    };
  });
}

type OwnFacts = Omit<KeyFact, "places" | "stillUsedBy" | "formerlyUsedBy">;

function managedKey(resource: Resource, names: ResourceNames): OwnFacts {
  const { values, type, actions } = resource;
  const arn = names.arn(resource);
  const parts = arnParts(arn);
  const policy = keyPolicyOf(resource, names);
  const replica = type.includes("replica");
  return {
    id: resource.address,
    key: arnLeaf(resource, arn),
    seen: known(true),
    region: textLeaf(parts?.region),
    account: textLeaf(parts?.account),
    partition: textLeaf(parts?.partition),
    multiRegion: replica ? known(true) : argument(values.multi_region, false),
    origin: known(originOf(resource)),
    spec: argument(values.customer_master_key_spec, "SYMMETRIC_DEFAULT"),
    usage: argument(values.key_usage, "ENCRYPT_DECRYPT"),
    enabled: argument(type === "aws_kms_key" ? values.is_enabled : values.enabled, true),
    // a replica rotates with its primary
    rotation: replica ? ABSENT : argument(values.enable_key_rotation, false),
    deletionWindowDays: argument(values.deletion_window_in_days, 30),
    destroyed: known(isDestroyed(resource) && isRemoved(actions)),
    policy: keyPolicyFact(policy),
    statements: policy.written ? keyStatementFacts(policy.policy) : [],
  };
}

function originOf({ type, values }: Resource): string {
  if (type.includes("external")) return "EXTERNAL";
  if (isSet(values.xks_key_id)) return "EXTERNAL_KEY_STORE";
  return isSet(values.custom_key_store_id) ? "AWS_CLOUDHSM" : "AWS_KMS";
}

/** A key of another state or account, as far as its ARN, a data source and the settings describe it. */
function importedKey(
  { text, resource }: NamedKey,
  places: readonly KeyPlace[],
  names: ResourceNames,
  { keys = {} }: KeyDeclarations,
): OwnFacts {
  const written = asLiteral(text);
  const [arn, declared] =
    Object.entries(keys).find(
      ([each]) => written !== undefined && (each === written || each.endsWith(`/${written}`)),
    ) ?? [];
  const parts = arnParts(arn === undefined ? text : [arn]);
  const data = resource?.values ?? {};
  const rotates = declared?.rotation === undefined ? undefined : { origin: "AWS_KMS", spec: "SYMMETRIC_DEFAULT" };
  const policy = declared?.policy === undefined ? undefined : policyAt(`the policy of ${arn}`, declared.policy, names);
  return {
    id: `${places[0]?.by.address ?? ""}#${display(text)}`,
    key: textLeaf(text),
    seen: known(declared !== undefined),
    region: parts ? textLeaf(parts.region) : regionOfSource(resource, names),
    account: textLeaf(parts?.account),
    partition: textLeaf(parts?.partition),
    multiRegion: known(/[:/]mrk-/.test(written ?? "")),
    origin: declaredOr(data.origin, rotates?.origin),
    spec: declaredOr(data.key_spec ?? data.customer_master_key_spec, rotates?.spec),
    usage: declaredOr(data.key_usage, undefined),
    enabled: typeof data.enabled === "boolean" ? known(data.enabled) : ABSENT,
    rotation: known(declared?.rotation),
    deletionWindowDays: ABSENT,
    destroyed: known(false),
    policy: policy ? keyPolicyFact({ policy, written: true, writers: [], bypass: undefined }) : unseenPolicy,
    statements: policy ? keyStatementFacts(policy) : [],
  };
}

/** Region of a key without an ARN: that of the data source behind it. */
function regionOfSource(resource: Resource | undefined, names: ResourceNames): Leaf<string> {
  if (!resource) return ABSENT;
  if (resource.type.startsWith("aws_")) return textLeaf(names.home(resource).region);
  return unknownLeaf(`the Region of the key is not in ${resource.address}`, "declare the key under known.keys");
}

function declaredOr(seen: Symbolic | undefined, otherwise: string | undefined): Leaf<string> {
  return known(typeof seen === "string" ? seen : otherwise);
}

function placeFact(place: KeyPlace, names: ResourceNames, declared: KeyDeclarations): KeyPlaceFact {
  const { by, key, words } = place;
  const home = homeOf(place, names, declared);
  const own = key.resource?.mode === "managed" ? key.resource.region : undefined;
  return {
    place: known(words),
    configuration: known(by.address),
    named: known(key.named),
    region: home.region,
    account: textLeaf(names.account),
    partition: home.partition,
    together: known(own !== undefined && home.of !== undefined && sameRegion(own, home.of)),
  };
}

interface Home {
  readonly region: Leaf<string>;
  readonly partition: Leaf<string>;
  /** As the model has it. */
  readonly of?: Symbolic;
}

/** Region that the key of a place must be in: the bucket's for an override, else that of the configuration. */
function homeOf({ by, bucket }: KeyPlace, names: ResourceNames, { region, buckets = {} }: KeyDeclarations): Home {
  const at = bucket ? names.find(["aws_s3_bucket"], bucket) : by;
  if (at) {
    const home = names.home(at);
    const own = textLeaf(home.region);
    const isOwn = "known" in own || region === undefined;
    return { ...(isOwn ? { region: own, partition: textLeaf(home.partition) } : homeIn(region)), of: at.region };
  }
  const name = bucket && asLiteral(bucket);
  const declaredRegion = name !== undefined && Object.hasOwn(buckets, name) ? buckets[name]?.region : undefined;
  if (declaredRegion !== undefined) return homeIn(declaredRegion);
  return {
    region: unknownLeaf(
      `the Region of the bucket ${bucket ? display(bucket) : ""} is not in the input`,
      "declare the bucket under known.buckets, or lint it together with the configuration",
    ),
    partition: textLeaf(names.home(by).partition),
  };
}

function homeIn(region: string): Home {
  return { region: known(region), partition: known(partitionOf(region)) };
}

/** The Region of one provider is the same Region, even if it is not known. */
function sameRegion(left: Symbolic, right: Symbolic): boolean {
  if (left instanceof Unknown && right instanceof Unknown) {
    return left === right || (left.reason === right.reason && left.cause !== "AWS");
  }
  return typeof left === "string" && left === right;
}

/** A security configuration, or a cluster by its log files, that uses a key which the plan destroys. */
interface Loss {
  readonly user: string;
  readonly remains: boolean;
}

/** Keys that the plan destroys, by address, each with a resource that used it, preferably one that still exists. */
function keysLost(model: Model, names: ResourceNames): ReadonlyMap<string, Loss> {
  const destroyed = ofType(model, ...keyTypes).filter(isDestroyed);
  if (destroyed.length === 0) return new Map();
  const lost = new Map<string, Loss>();
  for (const user of managed(model, "aws_emr_security_configuration", "aws_emr_cluster")) {
    const remains = isKept(user);
    for (const key of formerKeys(user, names)) {
      const arn = asLiteral(key.text);
      const resource =
        destroyed.find(({ values, before }) => [values.arn, before?.arn].includes(arn)) ??
        destroyed.find(({ address }) => address === key.resource?.address);
      if (!resource || lost.get(resource.address)?.remains || (!remains && lost.has(resource.address))) continue;
      lost.set(resource.address, { user: user.address, remains });
    }
  }
  return lost;
}

function formerKeys(user: Resource, names: ResourceNames): readonly NamedKey[] {
  const ofLogs = namedKey(user.before?.log_encryption_kms_key_id, names);
  const parsed = parseDocument(user.before?.configuration ?? null);
  const places = "document" in parsed ? documentPlaces(parsed.document, user, names) : [];
  return [...(ofLogs ? [ofLogs] : []), ...places.map(({ key }) => key)];
}
