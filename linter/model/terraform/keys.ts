import { parseAddress } from "../expressions/address";
import { Reference, type Symbolic } from "../values/symbolic";
import type { Resource } from "./model";

/** What this module needs of a model. */
interface Keys {
  readonly resources: readonly (Resource & { attribute(name: string): Symbolic | undefined })[];
  at(address: string): (Resource & { attribute(name: string): Symbolic | undefined }) | undefined;
  follow(reference: Reference): Symbolic;
}

const KEY_TYPES = new Set([
  "aws_kms_key",
  "aws_kms_external_key",
  "aws_kms_replica_key",
  "aws_kms_replica_external_key",
]);
const KEY_ATTRIBUTES = new Set(["arn", "id", "key_id", "key_arn", "target_key_arn", "target_key_id", "name"]);
const KEY_ARN = /^arn:[^:]*:kms:([^:]*):([^:]*):(key|alias)\/(.+)$/;

/** Whether resources or data sources of a type are a KMS key, or a name for one. */
export function isKeyType(type: string): boolean {
  return KEY_TYPES.has(type) || type === "aws_kms_alias";
}

/**
 * The one form of a KMS key however it is named: its ARN where the input tells it, else a reference to attribute `arn`
 * of the resource or data source. Ids, aliases and their ARNs lead to the key as far as the input names it; other values
 * stay what they are.
 */
export function canonicalKey(model: Keys, value: Symbolic): Symbolic {
  return canonical(model, value, 0);
}

/** The resource of a key in the form that {@link canonicalKey} gives, where the input has it. */
export function keyResource(model: Keys, key: Symbolic): Resource | undefined {
  if (key instanceof Reference) return model.at(key.address);
  if (typeof key !== "string") return undefined;
  return model.resources.find((resource) => KEY_TYPES.has(resource.type) && resource.attribute("arn") === key);
}

function canonical(model: Keys, value: Symbolic, depth: number): Symbolic {
  if (depth > 10) return value;
  if (typeof value === "string") return canonicalText(model, value, depth);
  if (!(value instanceof Reference)) return value;
  const address = parseAddress(value.address);
  if (!address || !isKeyType(address.type) || !KEY_ATTRIBUTES.has(value.attribute)) return value;
  const resource = model.at(value.address);
  if (!resource) return new Reference(value.address, "arn");
  if (KEY_TYPES.has(resource.type) && resource.mode === "managed")
    return known(resource, "arn") ?? new Reference(value.address, "arn");
  const names = resource.type === "aws_kms_alias" ? ["target_key_arn", "target_key_id", "name"] : ["arn", "key_id"];
  for (const name of names) {
    const named = resource.attribute(name);
    const followed = named instanceof Reference ? model.follow(named) : named;
    if (typeof followed === "string" && followed !== "") return canonicalNamed(model, resource, followed, depth);
    if (followed instanceof Reference && followed.address !== value.address)
      return canonical(model, followed, depth + 1);
  }
  return new Reference(value.address, "arn");
}

/** The key behind a name that a resource gives; names that nothing in the input has lead to the first data source of that name. */
function canonicalNamed(model: Keys, from: Resource, name: string, depth: number): Symbolic {
  const key = canonical(model, name, depth + 1);
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
  const region = arn?.[1];
  for (const resource of model.resources) {
    if (!isKeyType(resource.type) || resource.mode === "data") continue;
    if (alias !== undefined) {
      const here = region === undefined || resource.region === region || typeof resource.region !== "string";
      if (resource.type === "aws_kms_alias" && here && known(resource, "name") === alias) {
        return canonical(model, new Reference(resource.address, "target_key_arn"), depth + 1);
      }
    } else if (KEY_TYPES.has(resource.type) && known(resource, "key_id") === text) {
      return known(resource, "arn") ?? new Reference(resource.address, "arn");
    }
  }
  return text;
}

function known(resource: { attribute(name: string): Symbolic | undefined }, name: string): string | undefined {
  const value = resource.attribute(name);
  return typeof value === "string" && value !== "" ? value : undefined;
}
