import { partitionOf } from "../../../formats/arn";
import { groupByEach } from "../../../formats/group-by";
import { oncePer } from "../../../formats/once-per";
import {
  asLiteral,
  canonical,
  display,
  join,
  providerAccount,
  providerPartition,
  type SymbolicPart,
  type SymbolicString,
  symbolicString,
} from "../../access/symbolic-string";
import type { Model, Resource } from "../../model/terraform/model";
import { ofType } from "../../model/terraform/of-type";
import { isRecord, Reference, type Symbolic, Template, Unknown } from "../../model/values/symbolic";
import { LINT_NEXT_PLAN } from "../../model/values/unknowns";
import { known, type Leaf } from "../../rows/leaf";

/** Writes values of a model as ARNs and names, so that different ways to name one resource become the same text. */
export class ResourceNames {
  /** Account that the provider works in. */
  readonly account: SymbolicString;
  private readonly partition: Reference;
  private readonly memo = new Map<string, unknown>();
  private readonly references = new Map<string, SymbolicString>();

  /** The names of a model: the same for everyone who asks, so that each is composed once. */
  static readonly of = oncePer((model: Model) => new ResourceNames(model));

  private constructor(readonly model: Model) {
    const callers = ofType(model, "aws_caller_identity");
    const accounts = new Set(callers.map(({ values }) => values.account_id).filter((id) => typeof id === "string"));
    const [only] = accounts;
    const [caller] = callers;
    const unknown = caller ? new Reference(caller.address, "account_id") : providerAccount;
    const [partition] = ofType(model, "aws_partition");
    this.partition = partition ? new Reference(partition.address, "partition") : providerPartition;
    this.account = [accounts.size === 1 && only ? only : (model.account ?? unknown)];
  }

  /** A scalar as text with every reference written out; `undefined` for null, lists and objects. */
  text(value: Symbolic | undefined): SymbolicString | undefined {
    const text = symbolicString(value);
    return text && join(text.map((piece) => (piece instanceof Reference ? this.writtenOnce(piece) : piece)));
  }

  /** The same through a whole document. */
  document(value: Symbolic): Symbolic {
    if (Array.isArray(value)) return (value as readonly Symbolic[]).map((item) => this.document(item));
    if (isRecord(value)) {
      return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, this.document(item)]));
    }
    if (!(value instanceof Reference) && !(value instanceof Template)) return value;
    return symbolicOf(this.text(value) ?? []);
  }

  /** ARN of a role, user, policy, profile or key, as far as it is known. */
  readonly arn = oncePer((resource: Resource) => this.composedArn(resource));

  private composedArn(resource: Resource): SymbolicString {
    const { arn } = resource.values;
    if (typeof arn === "string") return [arn];
    const kind = arnKinds[resource.type];
    if (!kind) return [new Reference(resource.address, "arn")];
    if (kind === "key") {
      const { partition, region } = this.home(resource);
      return join(["arn:", ...partition, ":kms:", ...region, ":", ...this.account, ":key/", ...this.keyId(resource)]);
    }
    const path = this.path(resource);
    const { partition } = this.home(resource);
    return join(["arn:", ...partition, ":iam::", ...this.account, `:${kind}`, ...path, ...this.name(resource)]);
  }

  name(resource: Resource): SymbolicString {
    const { name, bucket } = resource.values;
    if (resource.type === "aws_s3_bucket") return this.text(bucket) ?? [new Reference(resource.address, "bucket")];
    const text = name instanceof Unknown ? undefined : symbolicString(name);
    return text && text.length > 0 ? (this.text(name) ?? text) : [new Reference(resource.address, "name")];
  }

  keyId(resource: Resource): SymbolicString {
    const { key_id: id, arn } = resource.values;
    if (typeof id === "string" && id !== "" && resource.mode === "managed") return [id];
    if (typeof arn === "string") return [arn.slice(arn.lastIndexOf("/") + 1)];
    return [new Reference(resource.address, "key_id")];
  }

  readonly home = oncePer(({ region }: Resource) => {
    const text = this.text(region) ?? [];
    const name = asLiteral(text);
    const partition = name ? partitionOf(name) : this.partition;
    return { region: text, partition: [partition] as SymbolicString };
  });

  /** The resource, of some types, that certainly has this ARN, or else this name (id, for a key). */
  find(types: readonly string[], text: SymbolicString): Resource | undefined {
    const spelt = canonical(text);
    if (spelt === undefined) return undefined;
    return (
      this.indexed(types, "ARN", (resource) => [this.arn(resource)]).get(spelt)?.[0] ??
      this.indexed(types, "name", (resource) => [this.shortName(resource)]).get(spelt)?.[0]
    );
  }

  /** Resources of some types by texts that each of them gives, spelt out; made once for each `purpose`. */
  indexed(
    types: readonly string[],
    purpose: string,
    texts: (resource: Resource) => readonly (SymbolicString | undefined)[],
  ): ReadonlyMap<string, readonly Resource[]> {
    return this.once(`${purpose} of ${types.join(" ")}`, () =>
      groupByEach(ofType(this.model, ...types), (resource) =>
        texts(resource).flatMap((text) => (text === undefined ? [] : (canonical(text) ?? []))),
      ),
    );
  }

  /** Computes a result once. */
  once<T>(key: string, make: () => T): T {
    if (!this.memo.has(key)) this.memo.set(key, make());
    return this.memo.get(key) as T;
  }

  /** Every way to spell a key: its ARN, its id, and the names and ARNs of its aliases. */
  readonly spellings = oncePer((key: Resource): readonly string[] => {
    const own = [this.arn(key), this.keyId(key)].flatMap((text) => canonical(text) ?? []);
    const aliases = this.indexed(["aws_kms_alias"], "target", ({ values }) => [this.text(values.target_key_id)]);
    const { partition, region } = this.home(key);
    const named = own
      .flatMap((spelt) => aliases.get(spelt) ?? [])
      .flatMap(({ values }) => {
        const name = this.text(values.name);
        return name ? [name, join(["arn:", ...partition, ":kms:", ...region, ":", ...this.account, ":", ...name])] : [];
      });
    return [...own, ...named.flatMap((text) => canonical(text) ?? [])];
  });

  private shortName(resource: Resource): SymbolicString {
    return keyTypes.includes(resource.type) ? this.keyId(resource) : this.name(resource);
  }

  /** The text of a reference to an attribute of a resource. */
  referred({ address }: Resource, attribute: string): SymbolicString {
    return this.writtenOnce(new Reference(address, attribute));
  }

  private path({ address, mode, values }: Resource): readonly SymbolicPart[] {
    if (typeof values.path === "string") return [values.path];
    return mode === "managed" ? ["/"] : [new Reference(address, "path")];
  }

  private writtenOnce(reference: Reference): SymbolicString {
    const key = `${reference.address} ${reference.attribute}`;
    const known = this.references.get(key) ?? this.written(reference);
    this.references.set(key, known);
    return known;
  }

  private written(reference: Reference, depth = 0): SymbolicString {
    const { address } = reference;
    const type = /([^.[\]]+)\.[^.]+$/.exec(address.replace(/\[.*?\]/g, ""))?.[1] ?? "";
    const resource = this.model.at(address);
    const form = this.ofProvider(type, reference, resource) ?? (resource && this.ofResource(type, reference, resource));
    if (form) return form;
    const resolved = this.model.resolve(reference);
    if (resolved instanceof Reference && resolved.address === address) return [resolved];
    if (depth > 8) return [reference];
    const text = symbolicString(resolved);
    if (!text) return [reference];
    return join(text.map((piece) => (piece instanceof Reference ? this.written(piece, depth + 1) : piece)));
  }

  /** Account and partition, which a data source of the provider gives. */
  private ofProvider(type: string, reference: Reference, resource: Resource | undefined): SymbolicString | undefined {
    const { attribute } = reference;
    if (type === "aws_caller_identity" && ["account_id", "id"].includes(attribute)) {
      const account = resource?.values.account_id;
      return typeof account === "string" ? [account] : this.account;
    }
    if (type === "aws_partition" && ["partition", "id"].includes(attribute)) {
      const partition = resource && this.model.resolve(reference);
      return [typeof partition === "string" ? partition : this.partition];
    }
    return undefined;
  }

  /** ARN, name or id of a resource, composed from its arguments. */
  private ofResource(type: string, { attribute }: Reference, resource: Resource): SymbolicString | undefined {
    if (type === "aws_s3_bucket" && attribute === "arn") return this.bucketArn(resource);
    const kind = Object.hasOwn(arnKinds, type) ? arnKinds[type] : undefined;
    if (kind === undefined) return undefined;
    if (attribute === "arn" || (kind === "policy" && attribute === "id")) return this.arn(resource);
    if (kind === "key") return ["id", "key_id"].includes(attribute) ? this.keyId(resource) : undefined;
    return kind !== "policy" && ["id", "name"].includes(attribute) ? this.name(resource) : undefined;
  }

  private bucketArn(resource: Resource): SymbolicString | undefined {
    const name = this.text(resource.values.bucket);
    const { partition } = this.home(resource);
    return name && asLiteral(name) ? join(["arn:", ...partition, ":s3:::", ...name]) : undefined;
  }
}

/** The part of an ARN between account and name, by type of resource. */
const arnKinds: { readonly [type: string]: string | undefined } = {
  aws_iam_role: "role",
  aws_iam_user: "user",
  aws_iam_group: "group",
  aws_iam_policy: "policy",
  aws_iam_instance_profile: "instance-profile",
  aws_kms_key: "key",
  aws_kms_external_key: "key",
  aws_kms_replica_key: "key",
  aws_kms_replica_external_key: "key",
};

/** Types of resources that make a KMS key. */
export const keyTypes = Object.keys(arnKinds).filter((type) => arnKinds[type] === "key");

/** A text as a value of the symbolic world. */
export function symbolicOf(text: SymbolicString): Symbolic {
  const known = asLiteral(text);
  if (known !== undefined) return known;
  const [only] = text;
  return text.length === 1 && only !== undefined ? only : new Template(text);
}

/** A text as a leaf: the known text, the resource of a single reference, or why it is neither. */
export function textLeaf(text: SymbolicString | undefined): Leaf<string> {
  if (!text) return known<string>(null);
  const plain = asLiteral(text);
  if (plain !== undefined) return known(plain);
  const [only] = text;
  if (text.length === 1 && only instanceof Reference) return { reference: { ...only } };
  const unknown = text.find((piece) => piece instanceof Unknown);
  if (unknown) return { unknown: unknown.reason, resolveWith: unknown.resolveWith };
  return { unknown: `${display(text)} is known after apply`, resolveWith: LINT_NEXT_PLAN };
}

/** The ARN of a resource as a leaf: known, or a reference to the resource. */
export function arnLeaf(resource: Resource | undefined, text: SymbolicString): Leaf<string> {
  const plain = asLiteral(text);
  if (plain !== undefined || !resource) return textLeaf(text);
  return { reference: { address: resource.address, attribute: "arn" } };
}
