import { basename } from "node:path";
import { dynamicBodies } from "../model/expressions/dynamic-blocks";
import { isObject, type Json, type JsonObject, member } from "../model/values/json";

/** Whether Terraform merges a file into the others instead of adding to them, by its name. */
export function isOverride(file: string | undefined): boolean {
  return file !== undefined && /^(?:.*_)?override\.(?:tf|tofu)(?:\.json)?$/.test(basename(file));
}

/**
 * Merges the body of a block in an override file into the block of the same name: arguments are replaced, and so are all
 * nested blocks of a type that the override has, whether written out or made by `dynamic`.
 * https://developer.hashicorp.com/terraform/language/files/override
 */
export function mergeBodies(body: JsonObject, override: JsonObject): JsonObject {
  const added = dynamicBodies(override);
  const replaced = new Set([...Object.keys(override), ...added.map(([type]) => type)]);
  const kept = Object.entries(body).filter(([name]) => name !== "dynamic" && !replaced.has(name));
  const dynamic = [...dynamicBodies(body).filter(([type]) => !replaced.has(type)), ...added];
  const lifecycle = mergeSettings(member(body, "lifecycle"), member(override, "lifecycle"));
  return {
    ...Object.fromEntries(kept),
    ...Object.fromEntries(Object.entries(override).filter(([name]) => name !== "dynamic")),
    ...(dynamic.length === 0 ? {} : { dynamic: dynamic.map(([type, value]) => ({ [type]: value })) }),
    ...(lifecycle === undefined ? {} : { lifecycle }),
  };
}

/** `lifecycle` is merged argument by argument. */
function mergeSettings(settings: Json | undefined, override: Json | undefined): Json | undefined {
  const [one, other] = [settings, override].map((value) => (Array.isArray(value) ? value[0] : value));
  return isObject(one) && isObject(other) ? { ...one, ...other } : (override ?? settings);
}
