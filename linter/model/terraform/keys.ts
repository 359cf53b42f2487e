import { parseAddress } from "../expressions/address";
import { Reference, type Symbolic, Template } from "../values/symbolic";
import type { Resource } from "./model";
import { areOtherRegions } from "./regions";

type KeyHolder = Resource & { attribute(name: string): Symbolic | undefined };

/** What this module needs of a model. */
interface Keys {
  readonly resources: readonly KeyHolder[];
  at(address: string): KeyHolder | undefined;
  follow(reference: Reference): Symbolic;
}

/** Types of the resources that are KMS keys. */
export const KEY_TYPES = [
  "aws_kms_key",
  "aws_kms_external_key",
  "aws_kms_replica_key",
  "aws_kms_replica_external_key",
] as const;
const keyTypes: ReadonlySet<string> = new Set(KEY_TYPES);
const KEY_ATTRIBUTES = new Set(["arn", "id", "key_id", "key_arn", "target_key_arn", "target_key_id", "name"]);
const KEY_ARN = /^arn:[^:]*:kms:([^:]*):([^:]*):(key|alias)\/(.+)$/;

/** Whether resources or data sources of a type are a KMS key, or a name for one. */
export function isKeyType(type: string): boolean {
  return keyTypes.has(type) || type === "aws_kms_alias";
}

/**
 * The canonical form of a KMS key, however it is named: its ARN if it is known, else a reference to the attribute `arn` of the resource or
 * data source. Ids, aliases and their ARNs are resolved as far as the input allows; other values are returned unchanged.
 */
export function canonicalKey(model: Keys, value: Symbolic): Symbolic {
  return canonical(model, value, 0);
}

function canonical(model: Keys, value: Symbolic, depth: number): Symbolic {
  if (depth > 10) return value;
  if (typeof value === "string") return canonicalText(model, value, depth);
  if (value instanceof Template) return canonicalTemplate(model, value, depth);
  return value instanceof Reference ? canonicalReference(model, value, depth) : value;
}

function canonicalReference(model: Keys, value: Reference, depth: number): Symbolic {
  const address = parseAddress(value.address);
  if (!address || !isKeyType(address.type) || !KEY_ATTRIBUTES.has(value.attribute)) return value;
  const resource = model.at(value.address);
  const own = new Reference(value.address, "arn");
  if (!resource) return own;
  if (keyTypes.has(resource.type) && resource.mode === "managed") return known(resource, "arn") ?? own;
  const names = resource.type === "aws_kms_alias" ? ["target_key_arn", "target_key_id", "name"] : ["arn", "key_id"];
  for (const name of names) {
    const key = keyNamedBy(model, resource, name, depth);
    if (key !== undefined) return key;
  }
  return own;
}

/** The key that an attribute of an alias or data source names; undefined where it names none. */
function keyNamedBy(model: Keys, from: KeyHolder, attribute: string, depth: number): Symbolic | undefined {
  const named = from.attribute(attribute);
  const followed = named instanceof Reference ? model.follow(named) : named;
  if (typeof followed === "string" && followed !== "") return canonicalNamed(model, from, followed, depth);
  const leadsOn = followed instanceof Reference && followed.address !== from.address;
  return leadsOn ? canonical(model, followed, depth + 1) : undefined;
}

/** An ARN that is built from the id of a key is that key. */
function canonicalTemplate(model: Keys, value: Template, depth: number): Symbolic {
  const named = keyInArn(value.parts);
  return named ? canonical(model, named, depth + 1) : value;
}

/** The reference to a key at the end of an ARN that is written out: `arn:aws:kms:…:key/${aws_kms_key.k.key_id}`. */
export function keyInArn(parts: Template["parts"]): Reference | undefined {
  const [before, last] = parts.slice(-2);
  const [first] = parts;
  const isArn = typeof first === "string" && first.startsWith("arn:") && typeof before === "string";
  if (!isArn || !/:key\/$/.test(before) || !(last instanceof Reference)) return undefined;
  const type = parseAddress(last.address)?.type ?? "";
  return keyTypes.has(type) && ["key_id", "id"].includes(last.attribute) ? last : undefined;
}

/** The key behind a name that a resource gives; names that nothing in the input has lead to the first data source of that name. */
function canonicalNamed(model: Keys, from: Resource, name: string, depth: number): Symbolic {
  const region = typeof from.region === "string" ? from.region : undefined;
  const key = name.startsWith("alias/")
    ? (keyOfAlias(model, name, region, depth + 1) ?? name)
    : canonical(model, name, depth + 1);
  if (typeof key !== "string" || KEY_ARN.exec(key)?.[3] === "key" || from.mode === "managed") return key;
  const same = model.resources.find(
    (resource) =>
      resource.mode === "data" &&
      isKeyType(resource.type) &&
      resource.region === from.region &&
      (known(resource, "key_id") ?? known(resource, "name")) === name,
  );
  return new Reference(same?.address ?? from.address, "arn");
}

function canonicalText(model: Keys, text: string, depth: number): Symbolic {
  const arn = KEY_ARN.exec(text);
  const alias = arn?.[3] === "alias" ? `alias/${arn[4]}` : text.startsWith("alias/") ? text : undefined;
  return (alias === undefined ? keyOfId(model, text) : keyOfAlias(model, alias, arn?.[1], depth)) ?? text;
}

/** The key that a managed alias names; one of a Region where the name is an ARN. */
function keyOfAlias(model: Keys, name: string, region: string | undefined, depth: number): Symbolic | undefined {
  const alias = model.resources.find(
    (resource) =>
      resource.type === "aws_kms_alias" &&
      resource.mode === "managed" &&
      !areOtherRegions(resource.region, region) &&
      known(resource, "name") === name,
  );
  return alias && canonical(model, new Reference(alias.address, "target_key_arn"), depth + 1);
}

function keyOfId(model: Keys, id: string): Symbolic | undefined {
  const key = model.resources.find(
    (resource) => keyTypes.has(resource.type) && resource.mode === "managed" && known(resource, "key_id") === id,
  );
  return key && (known(key, "arn") ?? new Reference(key.address, "arn"));
}

function known(resource: { attribute(name: string): Symbolic | undefined }, name: string): string | undefined {
  const value = resource.attribute(name);
  return typeof value === "string" && value !== "" ? value : undefined;
}
