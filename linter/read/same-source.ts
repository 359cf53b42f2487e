import type { Block, Declared, ModuleSource, Written, WrittenArguments } from "../model/terraform/source";
import { isObject, type Json } from "../model/values/json";

const DEEPEST = 256;

/**
 * Whether sources are those that a plan was made from, as far as its configuration tells: they declare the same, and say the
 * same wherever the plan keeps what was written. Of HCL it keeps constants alone.
 */
export function saysTheSame(planned: ModuleSource, source: ModuleSource, depth = 0): boolean {
  if (depth > DEEPEST) return false;
  return (
    sameEntries(planned.resources, source.resources, sameBlock) &&
    sameEntries(planned.calls, source.calls, (call, other) => {
      const inner = !call.module || !other.module || saysTheSame(call.module, other.module, depth + 1);
      return inner && sameBlock(call, other);
    }) &&
    sameEntries(planned.outputs, source.outputs, sameValue) &&
    sameEntries(planned.variables, source.variables, sameValue) &&
    [...planned.providers].every(([name, { arguments: args, module }]) => {
      const other = source.providers.get(name);
      return module !== "" || !other || sameArguments(args, without(["alias", "version"], other.arguments));
    })
  );
}

function sameEntries<T>(
  a: ReadonlyMap<string, T>,
  b: ReadonlyMap<string, T>,
  same: (one: T, other: T) => boolean,
): boolean {
  if (a.size !== b.size) return false;
  return [...a].every(([name, one]) => {
    const other = b.get(name);
    return other !== undefined && same(one, other);
  });
}

/** Provider blocks say two things of which a plan keeps a place elsewhere. */
function without(names: readonly string[], args: WrittenArguments): WrittenArguments {
  return new Map([...args].filter(([name]) => !names.includes(name)));
}

function sameBlock(planned: Block, source: Block): boolean {
  return (
    sameWritten(planned.count, source.count) &&
    sameWritten(planned.forEach, source.forEach) &&
    sameArguments(planned.arguments, source.arguments)
  );
}

function sameValue(planned: Declared, source: Declared): boolean {
  return sameWritten(planned.value, source.value);
}

function sameArguments(planned: WrittenArguments, source: WrittenArguments): boolean {
  // A plan does not list what dynamic blocks make.
  if (source.has("dynamic")) return true;
  const names = new Set([...planned.keys(), ...source.keys()]);
  return [...names].every((name) => sameWritten(planned.get(name), source.get(name)));
}

function sameWritten(planned: Written | undefined, source: Written | undefined): boolean {
  if (planned?.kind === "references") return source !== undefined;
  const value = source && "value" in source ? source.value : undefined;
  if (!planned) return saysNothing(value);
  if (planned.kind === "blocks") return sameBlocks(planned.blocks, value);
  return saysNothing(planned.value) ? saysNothing(value) : equal(planned.value, value, 0);
}

/** A block may stand alone or in a list. */
function sameBlocks(planned: readonly WrittenArguments[], value: Json | undefined): boolean {
  const bodies = (Array.isArray(value) ? value : [value]).filter(isObject);
  return (
    bodies.length === planned.length &&
    planned.every((block, at) => {
      const body = Object.entries(bodies[at] ?? {}).filter(([name]) => name !== "//");
      return sameArguments(block, new Map(body.map(([name, written]) => [name, { kind: "template", value: written }])));
    })
  );
}

/** Terraform takes null and an empty list of blocks for what is not written. */
function saysNothing(value: Json | undefined): boolean {
  return value === undefined || value === null || (Array.isArray(value) && value.length === 0);
}

function equal(a: Json, b: Json | undefined, depth: number): boolean {
  if (a === b || depth > DEEPEST) return a === b;
  if (Array.isArray(a)) {
    return Array.isArray(b) && a.length === b.length && a.every((item, at) => equal(item, b[at], depth + 1));
  }
  if (!isObject(a) || !isObject(b)) return false;
  const names = Object.keys(a);
  return (
    names.length === Object.keys(b).length &&
    names.every((name) => Object.hasOwn(b, name) && equal(a[name] ?? null, b[name], depth + 1))
  );
}
