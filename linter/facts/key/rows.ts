import { partitionOf } from "../../../formats/arn";
import { arnParts } from "../../access/arn";
import { asLiteral, display } from "../../access/symbolic-string";
import { isDestroyed, isKept, isRemoved } from "../../model/terraform/lifecycle";
import type { Model, Resource } from "../../model/terraform/model";
import { managed, ofType } from "../../model/terraform/of-type";
import { parseDocument } from "../../model/values/document";
import { type Symbolic, Unknown } from "../../model/values/symbolic";
import type { KeyFact, KeyPlaceFact } from "../../rows/keys";
import { known, type Leaf, unknownLeaf } from "../../rows/leaf";
import { arnLeaf, keyTypes, ResourceNames, textLeaf } from "../iam/resource-names";
import { policyAt } from "../iam/roles";
import { argument, isSet } from "./argument";
import type { KeyDeclarations } from "./declared";
import { defaultEbsPlaces } from "./default-ebs-key";
import {
  type Documents,
  documentPlaces,
  type KeyPlace,
  keyPlaces,
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
  const resourceNames = ResourceNames.of(model);
  const groups = new Map<string, { readonly key: NamedKey; readonly places: KeyPlace[] }>();
  const ofServices = servicePlaces(resourceNames);
  for (const place of [
    ...keyPlaces(resourceNames, documents),
    ...defaultEbsPlaces(resourceNames, documents),
    ...monitoringPlaces(resourceNames),
    ...ofServices,
  ]) {
    const group = groups.get(place.key.id) ?? { key: place.key, places: [] };
    group.places.push(place);
    groups.set(place.key.id, group);
  }
  const lost = keysLost(model, resourceNames);
  for (const resource of ofType(model, ...keyTypes)) {
    const wanted = lost.has(resource.address) || (declared.allKeys && resource.mode === "managed");
    if (!wanted || groups.has(resource.address)) continue;
    const key: NamedKey = { text: resourceNames.arn(resource), named: "key ARN", resource, id: resource.address };
    groups.set(resource.address, { key, places: [] });
  }
  return [...groups.values()].map(({ key, places }): KeyFact => {
    const resource = key.resource;
    const isManaged = resource && keyTypes.includes(resource.type) && resource.mode === "managed";
    const fact = isManaged ? managedKey(resource, resourceNames) : importedKey(key, places, resourceNames, declared);
    return {
      ...fact,
      ...lossLeaves(resource && lost.get(resource.address)),
      // EBS volumes use the key of the local disks
      places: places.flatMap((place) => (place.purpose === "ebs" ? [] : [placeFact(place, resourceNames, declared)])),
    };
  });
}

function lossLeaves(loss: Loss | undefined): Pick<KeyFact, "stillUsedBy" | "formerlyUsedBy"> {
  return {
    stillUsedBy: known(loss?.remains ? loss.user : null),
    formerlyUsedBy: known(loss && !loss.remains ? loss.user : null),
  };
}

type OwnFacts = Omit<KeyFact, "places" | "stillUsedBy" | "formerlyUsedBy">;

function managedKey(resource: Resource, resourceNames: ResourceNames): OwnFacts {
  const { values, type, actions } = resource;
  const arn = resourceNames.arn(resource);
  const parts = arnParts(arn);
  const policy = keyPolicyOf(resource, resourceNames);
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
    rotation: replica ? known<boolean>(null) : argument(values.enable_key_rotation, false),
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
  resourceNames: ResourceNames,
  { keys = {} }: KeyDeclarations,
): OwnFacts {
  const written = asLiteral(text);
  const owned =
    written === undefined ? undefined : Object.keys(keys).find((arn) => arn === written || arn.endsWith(`/${written}`));
  const declared = owned === undefined ? undefined : keys[owned];
  const parts = arnParts(owned === undefined ? text : [owned]);
  const data = resource?.values ?? {};
  const rotates = declared?.rotation === undefined ? undefined : { origin: "AWS_KMS", spec: "SYMMETRIC_DEFAULT" };
  const policy =
    declared?.policy === undefined ? undefined : policyAt(`the policy of ${owned}`, declared.policy, resourceNames);
  return {
    id: `${places[0]?.by.address ?? ""}#${display(text)}`,
    key: textLeaf(text),
    seen: known(declared !== undefined),
    region: parts ? textLeaf(parts.region) : regionOfSource(resource, resourceNames),
    account: textLeaf(parts?.account),
    partition: textLeaf(parts?.partition),
    multiRegion: known(/[:/]mrk-/.test(written ?? "")),
    origin: declaredOr(data.origin, rotates?.origin),
    spec: declaredOr(data.key_spec ?? data.customer_master_key_spec, rotates?.spec),
    usage: declaredOr(data.key_usage, undefined),
    enabled: typeof data.enabled === "boolean" ? known(data.enabled) : known<boolean>(null),
    rotation: known(declared?.rotation),
    deletionWindowDays: known<number>(null),
    destroyed: known(false),
    policy: policy ? keyPolicyFact({ policy, written: true, writers: [], bypass: undefined }) : unseenPolicy,
    statements: policy ? keyStatementFacts(policy) : [],
  };
}

/** Region of a key without an ARN: that of the data source behind it. */
function regionOfSource(resource: Resource | undefined, resourceNames: ResourceNames): Leaf<string> {
  if (!resource) return known<string>(null);
  if (resource.type.startsWith("aws_")) return textLeaf(resourceNames.home(resource).region);
  return unknownLeaf(`the Region of the key is not in ${resource.address}`, "declare the key under known.keys");
}

function declaredOr(seen: Symbolic | undefined, otherwise: string | undefined): Leaf<string> {
  return known(typeof seen === "string" ? seen : otherwise);
}

function placeFact(place: KeyPlace, resourceNames: ResourceNames, declared: KeyDeclarations): KeyPlaceFact {
  const { by, key, words } = place;
  const home = homeOf(place, resourceNames, declared);
  const own = key.resource?.mode === "managed" ? key.resource.region : undefined;
  return {
    place: known(words),
    configuration: known(by.address),
    named: known(key.named),
    region: home.region,
    account: textLeaf(resourceNames.account),
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
function homeOf(
  { by, bucket }: KeyPlace,
  resourceNames: ResourceNames,
  { region, buckets = {} }: KeyDeclarations,
): Home {
  const at = bucket ? resourceNames.find(["aws_s3_bucket"], bucket) : by;
  if (at) {
    const home = resourceNames.home(at);
    const regionLeaf = textLeaf(home.region);
    if ("known" in regionLeaf || region === undefined) {
      return { region: regionLeaf, partition: textLeaf(home.partition), of: at.region };
    }
    return { ...homeIn(region), of: at.region };
  }
  const name = bucket && asLiteral(bucket);
  const declaredRegion =
    name === undefined ? undefined : Object.hasOwn(buckets, name) ? buckets[name]?.region : undefined;
  if (declaredRegion !== undefined) return homeIn(declaredRegion);
  return {
    region: unknownLeaf(
      `the Region of the bucket ${bucket ? display(bucket) : ""} is not in the input`,
      "declare the bucket under known.buckets, or lint it together with the configuration",
    ),
    partition: textLeaf(resourceNames.home(by).partition),
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
  /** Whether the user still exists after the change. */
  readonly remains: boolean;
}

/** Keys that the plan destroys, by address, each with a resource that used it, preferably one that still exists. */
function keysLost(model: Model, resourceNames: ResourceNames): ReadonlyMap<string, Loss> {
  const destroyed = ofType(model, ...keyTypes).filter(isDestroyed);
  if (destroyed.length === 0) return new Map();
  const lost = new Map<string, Loss>();
  for (const user of managed(model, "aws_emr_security_configuration", "aws_emr_cluster")) {
    const remains = isKept(user);
    for (const key of formerKeys(user, resourceNames)) {
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

function formerKeys(user: Resource, resourceNames: ResourceNames): readonly NamedKey[] {
  const ofLogs = namedKey(user.before?.log_encryption_kms_key_id, resourceNames);
  const parsed = parseDocument(user.before?.configuration ?? null);
  const places = "document" in parsed ? documentPlaces(parsed.document, user, resourceNames) : [];
  return [...(ofLogs ? [ofLogs] : []), ...places.map(({ key }) => key)];
}
