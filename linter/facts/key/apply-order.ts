import type { Model, Resource } from "../../model/terraform/model";
import { kept } from "../../model/terraform/of-type";
import { isRecord, type Symbolic } from "../../model/values/symbolic";
import type { ClusterFact } from "../../rows/clusters";
import { ABSENT, known, type Leaf, unknownLeaf } from "../../rows/leaf";
import { configurationsOf } from "../cluster/configuration-of";
import type { ConfigurationDocument } from "../configuration/rows";
import { ResourceNames } from "../iam/resource-names";
import { blocks, roleOf } from "../iam/roles";
import { objectNamed, objectTypes } from "../object-name";
import type { Documents } from "./declared";
import { keptDocuments, keyPlaces, managedKeyOf } from "./places";
import { policyWriters } from "./policy";

/** Resources that a cluster needs, but does not wait for. */
export type Unordered = Pick<ClusterFact, "startsBefore" | "startsBeforePolicies">;

/** For each new cluster: the resources of the same input that it needs, but does not wait for. */
export function unorderedNeeds(
  model: Model,
  documents: readonly ConfigurationDocument[],
): (address: string) => Unordered {
  let needs: Needs | undefined;
  const clusters = new Map(kept(model, "aws_emr_cluster").map((cluster) => [cluster.address, cluster]));
  return (address) => {
    const cluster = clusters.get(address);
    // A cluster that a state machine or a schedule starts is not part of the apply.
    if (!cluster || cluster.embedded || !isNew(model, cluster)) return nothing;
    needs ??= new Needs(model, documents);
    return {
      startsBefore: notAwaited(model, cluster, needs.of(cluster)),
      startsBeforePolicies: notAwaited(model, cluster, needs.policiesOf(cluster)),
    };
  };
}

/** Leaves of a cluster that waits for all it needs. */
const nothing: Unordered = { startsBefore: ABSENT, startsBeforePolicies: ABSENT };

function isNew(model: Model, { actions }: Resource): boolean {
  return model.kind === "plan" ? actions.includes("create") : model.kind !== "state";
}

function notAwaited(model: Model, cluster: Resource, needed: readonly Resource[]): Leaf<string> {
  const orders = needed
    .filter((each) => isNew(model, each))
    .map(({ address }) => ({ address, isAfter: isOrderedAfter(model, cluster, address) }));
  const missing = orders.flatMap(({ address, isAfter }) => (isAfter === false ? [address] : []));
  if (missing.length > 0) return known([...new Set(missing)].join(" and "));
  const open = orders.find(({ isAfter }) => isAfter === undefined);
  if (!open) return ABSENT;
  return unknownLeaf(
    `whether ${cluster.address} waits for ${open.address} depends on expressions that the input does not have`,
    "give the folder of the sources with --root",
  );
}

/** Undefined as well where blocks that `dynamic` makes may refer to it: a plan without its sources does not list them. */
function isOrderedAfter(model: Model, cluster: Resource, address: string): boolean | undefined {
  const isAfter = model.isOrderedAfter(cluster.address, address);
  const isUnlisted = (name: string) => cluster.written?.has(name) === false && cluster.lacksSource?.(name) === true;
  return isAfter === false && Object.keys(cluster.values).some(isUnlisted) ? undefined : isAfter;
}

/** What clusters need, among the resources of a model. */
class Needs {
  private readonly names: ResourceNames;
  private readonly documents: Documents;
  private readonly objects: readonly Resource[];
  /** Keys that are resources of the model, and their aliases where these are named by text, by the address of the configuration or else of the cluster that they are for. */
  private readonly keys = new Map<string, readonly Resource[]>();

  constructor(
    private readonly model: Model,
    documents: readonly ConfigurationDocument[],
  ) {
    this.names = ResourceNames.of(model);
    this.documents = keptDocuments(documents);
    this.objects = kept(model, ...objectTypes);
    for (const { by, configuration, key } of keyPlaces(this.names, this.documents)) {
      const resource = managedKeyOf(key);
      if (!resource) continue;
      const { address } = configuration ?? by;
      const needed = [resource, ...(key.alias?.mode === "managed" ? [key.alias] : [])];
      this.keys.set(address, [...(this.keys.get(address) ?? []), ...needed]);
    }
  }

  /** Configuration, objects, keys, role and profile of a cluster. */
  of(cluster: Resource): readonly Resource[] {
    const address = configurationsOf(this.model).of(cluster) ?? "";
    const configuration = this.model.at(address);
    const objects = objectUris(this.documents.get(address) ?? null).flatMap(
      (uri) => objectNamed(this.model, uri, this.objects).object ?? [],
    );
    const role = roleOf(cluster.values.service_role, this.names);
    const profile = this.profileOf(cluster);
    return [
      ...(configuration ? [configuration] : []),
      ...objects,
      ...this.keysOf(cluster, address),
      ...("resource" in role && role.resource ? [role.resource] : []),
      ...(profile ? [profile] : []),
    ].filter(({ mode }) => mode === "managed");
  }

  /** Policies of the cluster's keys that are resources of their own. */
  policiesOf(cluster: Resource): readonly Resource[] {
    const keys = this.keysOf(cluster, configurationsOf(this.model).of(cluster) ?? "");
    return [...new Set(keys)].flatMap((key) => policyWriters(key, this.names)).filter(({ mode }) => mode === "managed");
  }

  private keysOf(cluster: Resource, configuration: string): readonly Resource[] {
    return [...(this.keys.get(configuration) ?? []), ...(this.keys.get(cluster.address) ?? [])];
  }

  private profileOf({ values }: Resource): Resource | undefined {
    const profile = this.names.text(blocks(values.ec2_attributes)[0]?.instance_profile);
    return profile && this.names.find(["aws_iam_instance_profile"], profile);
  }
}

/** Every `S3Object` of a document. */
function objectUris(value: Symbolic): readonly Symbolic[] {
  if (Array.isArray(value)) return value.flatMap((item: Symbolic) => objectUris(item));
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([name, item]) =>
    name === "S3Object" && item !== null ? [item] : objectUris(item),
  );
}
