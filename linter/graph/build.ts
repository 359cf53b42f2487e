import { asLiteral, display } from "../access/symbolic-string";
import { configurationsOf } from "../facts/cluster/configuration-of";
import { ResourceNames } from "../facts/iam/resource-names";
import { instanceRole, type Role, serviceRole } from "../facts/iam/roles";
import { KEY_TYPES } from "../model/terraform/keys";
import type { Model, Resource } from "../model/terraform/model";
import { kept } from "../model/terraform/of-type";
import type { ReadInput } from "../read/input";
import type { Facts } from "../rows/facts";
import { knownValue, type Leaf } from "../rows/leaf";
import type { Settings } from "../settings";
import { drawBundle } from "./bundle";
import { Canvas, type Draft } from "./canvas";
import { configurationParts, placePart } from "./configuration-parts";
import type { GraphEdge, GraphNode } from "./graph";
import { shortName } from "./name";

/** Draws everything in an input that belongs to EMR, without its findings. */
export function drawInput({ input, stack, model }: ReadInput, facts: Facts, settings: Settings): Draft {
  const canvas = new Canvas();
  if (model) new ModelDrawing(canvas, model, facts, settings).draw();
  else for (const bundle of facts.bundles) drawBundle(canvas, facts, { subject: bundle.id, label: input });
  return { input, stack, nodes: canvas.nodes, edges: canvas.edges() };
}

class ModelDrawing {
  private readonly names: ResourceNames;
  private readonly roles: NonNullable<Settings["known"]>["roles"];

  constructor(
    private readonly canvas: Canvas,
    private readonly model: Model,
    private readonly facts: Facts,
    settings: Settings,
  ) {
    this.names = ResourceNames.of(model);
    this.roles = settings.known?.roles;
  }

  draw(): void {
    this.clusters();
    this.configurations();
    this.keys();
    this.objects();
    this.uses();
  }

  private clusters(): void {
    for (const cluster of kept(this.model, "aws_emr_cluster")) {
      const id = this.resource("cluster", cluster);
      const row = this.facts.clusters.find(({ id }) => id === cluster.address);
      const address = configurationsOf(this.model).of(cluster);
      const configuration = address === undefined ? undefined : this.model.at(address);
      if (configuration) this.refer(id, this.resource("configuration", configuration), "encrypted by");
      else if (row && address !== "none")
        this.refer(id, this.leaf("configuration", row.securityConfiguration), "encrypted by");
      this.runsAs(id, instanceRole(cluster, this.names, this.roles), "nodes run as");
      this.runsAs(id, serviceRole(cluster, this.names, this.roles), "service role");
    }
  }

  private runsAs(from: string, role: ReturnType<typeof instanceRole>, label: string): void {
    const to = "arn" in role ? this.role(role) : this.leaf("role", role, label);
    this.refer(from, to, label);
  }

  private configurations(): void {
    for (const row of this.facts.configurations) {
      const resource = this.model.at(row.id);
      if (!resource) continue;
      const id = this.resource("configuration", resource);
      for (const { role } of row.roleMappings) {
        if (!("unknown" in role && "unknown" in row.document)) this.refer(id, this.leaf("role", role), "maps users to");
      }
    }
  }

  private keys(): void {
    for (const row of this.facts.keys) {
      const to = this.leaf("key", row.key);
      for (const place of row.places) {
        const by = this.model.at(knownValue(place.configuration) ?? "");
        if (!by) continue;
        this.referFrom(this.resource(kindOf(by), by), to, `encrypts ${spoken(place.place)}`, spoken(place.place));
      }
    }
  }

  private objects(): void {
    for (const row of this.facts.objects) {
      const [address = ""] = row.id.split("#");
      const made = knownValue(row.seen) === true ? this.model.at(row.id) : undefined;
      const id = made ? this.object(made) : this.leaf("object", row.uri, spoken(row.what));
      this.namedBy(id, row.uri, spoken(row.what), made ? undefined : this.model.at(address));
      const bundle = this.facts.bundles.find(({ id }) => id === `${made ? made.address : address}#`);
      if (knownValue(row.what) === "the bundle" && bundle && !("unknown" in bundle.privateKeyFile)) {
        const drawn = { subject: bundle.id, label: "bundle", only: this.facts.bundles.length === 1 };
        this.refer(id, drawBundle(this.canvas, this.facts, drawn), "contains");
      }
    }
  }

  /** Draws the references of the configurations that name an object. */
  private namedBy(id: string, uri: Leaf<string>, what: string, named: Resource | undefined): void {
    const wanted = JSON.stringify(uri);
    for (const row of this.facts.configurations) {
      const resource = this.model.at(row.id);
      const fields = [row.tls, row.s3, ...row.s3Overrides, row.localDisk];
      const same = fields.some(({ object }) => JSON.stringify(object) === wanted);
      if (!resource || !(resource === named || (named === undefined && same))) continue;
      this.referFrom(this.resource("configuration", resource), id, `downloads ${what}`, what);
    }
  }

  private object(object: Resource): string {
    const id = this.resource("object", object);
    const text = this.names.text(object.values.bucket);
    if (!text || text.length === 0) return id;
    const bucket = this.names.find(["aws_s3_bucket"], text);
    const name = display(text);
    const to = bucket
      ? this.resource("bucket", bucket)
      : this.canvas.node(`bucket ${name}`, {
          kind: "bucket",
          label: name,
          address: name,
          origin: asLiteral(text) ? "external" : "unknown",
          parts: [],
        });
    this.refer(id, to, "is in");
    return id;
  }

  private uses(): void {
    for (const row of this.facts.keyUses) {
      const from = this.leaf("role", row.user, spoken(row.as));
      const to = this.leaf("key", row.key);
      const lacking = knownValue(row.lacking)?.replaceAll("kms:", "");
      const label = `${spoken(row.place)}${lacking ? ` (lacks ${lacking})` : ""}`;
      this.canvas.edge({ from, to, label, state: rightState(row.decision), rows: [row.id] });
    }
  }

  private refer(from: string, to: string, label: string): void {
    this.canvas.edge({ from, to, label, state: "reference", rows: [] });
  }

  /** The same from the line of a node that a place of facts belongs to. */
  private referFrom(from: string, to: string, label: string, place: string): void {
    const fromPart = placePart(this.canvas.nodes.get(from)?.parts ?? [], place);
    this.canvas.edge({ from, to, label, state: "reference", rows: [], ...(fromPart < 0 ? {} : { fromPart }) });
  }

  private role({ arn, resource }: Role): string {
    return resource ? this.resource("role", resource) : this.external("role", display(arn));
  }

  /** Node of what a leaf names: a resource of the input, something defined elsewhere, or something not known yet. */
  private leaf(kind: GraphNode["kind"], leaf: Leaf<string>, what: string = kind): string {
    if ("reference" in leaf) {
      const resource = this.model.at(leaf.reference.address);
      if (resource) return this.resource(kind, resource);
      return this.external(kind, `${leaf.reference.address}.${leaf.reference.attribute}`);
    }
    if ("known" in leaf) {
      const name = leaf.known ?? "not set";
      const found = this.names.find(types[kind] ?? [], [name]);
      return found ? this.resource(kind, found) : this.external(kind, name);
    }
    return this.canvas.node(`unknown ${kind} ${what}`, {
      kind,
      label: `${what}: not known`,
      address: leaf.unknown,
      origin: "unknown",
      parts: [],
    });
  }

  private external(kind: GraphNode["kind"], address: string): string {
    return this.canvas.node(`${kind} ${address}`, {
      kind,
      label: shortName(address),
      address,
      origin: "external",
      parts: [],
    });
  }

  private resource(kind: GraphNode["kind"], resource: Resource): string {
    const { address, mode, actions } = resource;
    const row = kind === "configuration" ? this.facts.configurations.find(({ id }) => id === address) : undefined;
    const change = changeOf(actions);
    return this.canvas.node(address, {
      kind,
      label: resource.construct ?? shortName(address),
      address,
      origin: mode === "managed" ? "managed" : "external",
      ...(change ? { change } : {}),
      parts: row ? configurationParts(row) : [],
    });
  }
}

const types: { readonly [kind in GraphNode["kind"]]?: readonly string[] } = {
  key: KEY_TYPES,
  role: ["aws_iam_role"],
  configuration: ["aws_emr_security_configuration"],
};

function kindOf({ type }: Resource): GraphNode["kind"] {
  if (type === "aws_emr_cluster") return "cluster";
  return type === "aws_emr_security_configuration" ? "configuration" : "object";
}

function changeOf(actions: Resource["actions"]): GraphNode["change"] {
  if (actions.includes("delete")) return actions.includes("create") ? "replace" : "destroy";
  if (actions.includes("create")) return "create";
  return actions.includes("update") ? "update" : undefined;
}

/** A right over all actions of a purpose, by the decision of its row. */
function rightState(decision: Leaf<string>): GraphEdge["state"] {
  if (!("known" in decision)) return "unknown";
  return decision.known === "deny" ? "denied" : "allowed";
}

function spoken(leaf: Leaf<string>): string {
  if ("known" in leaf) return (leaf.known ?? "").replace("the bundle of certificates", "the bundle");
  return "unknown" in leaf ? "not known" : leaf.reference.address;
}
