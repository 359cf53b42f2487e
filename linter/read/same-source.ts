import { isDeepStrictEqual } from "node:util";
import { ExpressionError, parseTemplate } from "../model/expressions/expression";
import { listReferences } from "../model/expressions/references";
import type {
  Block,
  CallBlock,
  Declared,
  ModuleSource,
  ResourceBlock,
  Written,
  WrittenArguments,
} from "../model/expressions/source";
import type { Expression } from "../model/expressions/syntax";
import { isObject, type Json } from "../model/values/json";

const DEEPEST = 256;

/**
 * Why sources are not those that a plan was made from, as a clause; undefined where they agree as far as the plan's configuration goes:
 * both declare the same, with the same constants and the same references in the same order. A plan keeps no more of an HCL expression, so a
 * changed literal beside a reference is not noticed.
 */
export function sourceDifference(planned: ModuleSource, source: ModuleSource, depth = 0): string | undefined {
  if (depth > DEEPEST) return "its modules nest too deep to be compared";
  return (
    differingEntry(planned.resources, source.resources, "", differingResource) ??
    differingEntry(planned.calls, source.calls, "module.", (...calls) => differingCall(...calls, depth)) ??
    differingEntry(planned.outputs, source.outputs, "output.", differingValue) ??
    differingEntry(planned.variables, source.variables, "var.", differingVariable) ??
    differingProvider(planned, source)
  );
}

function differingEntry<T>(
  planned: ReadonlyMap<string, T>,
  source: ReadonlyMap<string, T>,
  prefix: string,
  differing: (one: T, other: T, name: string) => string | undefined,
): string | undefined {
  for (const name of source.keys()) {
    if (!planned.has(name)) return `the plan does not have ${prefix}${name}`;
  }
  for (const [name, one] of planned) {
    const other = source.get(name);
    if (other === undefined) return `${prefix}${name} of the plan is not there`;
    const found = differing(one, other, prefix + name);
    if (found !== undefined) return found;
  }
  return undefined;
}

function differingResource(planned: ResourceBlock, source: ResourceBlock, name: string): string | undefined {
  const argument = differingBlock(planned, source);
  if (argument === undefined) return undefined;
  const { file, line } = source.place?.([argument]) ?? source;
  const at = file === undefined || line === undefined ? "" : ` at ${file}:${line}`;
  return `the plan was made with another ${argument} of ${name}${at}`;
}

function differingCall(planned: CallBlock, source: CallBlock, name: string, depth: number): string | undefined {
  const argument = differingBlock(planned, source);
  if (argument !== undefined) return `the plan was made with another ${argument} of ${name}`;
  if (!planned.module || !source.module) return undefined;
  const inner = sourceDifference(planned.module, source.module, depth + 1);
  return inner === undefined ? undefined : `in ${name}, ${inner}`;
}

function differingProvider(planned: ModuleSource, source: ModuleSource): string | undefined {
  for (const [name, { arguments: args, module }] of planned.providers) {
    const other = module === "" ? source.providers.get(name) : undefined;
    const argument = other && differingArgument(args, omit(["alias", "version"], other.arguments));
    if (argument !== undefined) return `the plan was made with another ${argument} of provider ${name}`;
  }
  return undefined;
}

/** Provider blocks have two arguments that a plan keeps elsewhere. */
function omit(names: readonly string[], args: WrittenArguments): WrittenArguments {
  return new Map([...args].filter(([name]) => !names.includes(name)));
}

function differingBlock(planned: Block, source: Block): string | undefined {
  if (!agree(planned.count, source.count)) return "count";
  if (!agree(planned.forEach, source.forEach)) return "for_each";
  return differingArgument(planned.arguments, source.arguments);
}

function differingValue({ value }: Declared, source: Declared, name: string): string | undefined {
  return agree(value, source.value) ? undefined : `the plan was made with another ${name}`;
}

/** A plan keeps the default of a variable as its type converts it. */
function differingVariable(planned: Declared, source: Declared, name: string): string | undefined {
  const [value, of] = [planned.value, source.value];
  const isConverted = source.type !== undefined && value?.kind === "literal" && of?.kind === "literal";
  return isConverted && isConversion(value.value, of.value, 0) ? undefined : differingValue(planned, source, name);
}

/** Whether a type may have made a value of another: texts of numbers, sorted sets, and attributes that it adds or drops. */
function isConversion(value: Json, of: Json, depth: number): boolean {
  if (depth > DEEPEST) return false;
  if (Array.isArray(value) && Array.isArray(of)) {
    const isOfOne = (item: Json) => of.some((one) => isConversion(item, one, depth + 1));
    return value.length <= of.length && value.every(isOfOne);
  }
  if (isObject(value) && isObject(of)) {
    const names = Object.keys(of).filter((name) => Object.hasOwn(value, name) && of[name] !== null);
    return names.every((name) => isConversion(value[name] ?? null, of[name] ?? null, depth + 1));
  }
  return value === of || (!isObject(value) && !Array.isArray(value) && String(value) === String(of));
}

/** The first argument that is written differently. */
function differingArgument(planned: WrittenArguments, source: WrittenArguments): string | undefined {
  // A plan does not list the blocks that a dynamic block makes.
  if (source.has("dynamic") || [...source.values()].some(({ kind }) => kind === "dynamic")) return undefined;
  const names = new Set([...planned.keys(), ...source.keys()]);
  return [...names].find((name) => !agree(planned.get(name), source.get(name)));
}

function agree(planned: Written | undefined, source: Written | undefined): boolean {
  if (source !== undefined && source.kind !== "template" && source.kind !== "literal") return true;
  const value = source?.value;
  if (planned === undefined) return isNothing(value) || isCallOfConstants(value);
  if (planned.kind === "references") return sameReferences(planned.references, value);
  if (planned.kind === "blocks") return sameBlocks(planned.blocks, value);
  if (!("value" in planned)) return true;
  return isNothing(planned.value) ? isNothing(value) : isEqual(planned.value, value, 0);
}

/** A plan keeps nothing of a function call without references: its value is known, and its text is not constant. */
function isCallOfConstants(value: Json | undefined): boolean {
  const hasCall = (item: Json | undefined): boolean =>
    typeof item === "string"
      ? item.includes("{") && isConstant(null, item)
      : typeof item === "object" && item !== null && Object.values(item).some(hasCall);
  return hasCall(value) && referencesOf(value).length === 0;
}

/** Blocks that are attributes have their references in the order of the schema, not in that of the text. */
function sameReferences(planned: readonly string[], value: Json | undefined): boolean {
  const written = referencesOf(value);
  const isBlocks = Array.isArray(value) && value.every(isObject);
  return isBlocks ? isDeepStrictEqual([...planned].sort(), [...written].sort()) : isDeepStrictEqual(planned, written);
}

/** The references of JSON whose strings are templates, as a plan lists them. */
function referencesOf(value: Json | undefined): readonly string[] {
  if (typeof value === "string") {
    const expression = value.includes("{") ? parsed(value) : undefined;
    return expression ? listReferences(expression) : [];
  }
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(referencesOf);
}

function parsed(template: string): Expression | undefined {
  try {
    return parseTemplate(template);
  } catch (error) {
    if (error instanceof ExpressionError) return undefined;
    throw error;
  }
}

/** A block may be alone or in a list. */
function sameBlocks(planned: readonly WrittenArguments[], value: Json | undefined): boolean {
  const bodies = (Array.isArray(value) ? value : [value]).filter(isObject);
  return (
    bodies.length === planned.length &&
    planned.every((block, at) => {
      const body = Object.entries(bodies[at] ?? {}).filter(([name]) => name !== "//");
      const written = new Map<string, Written>(body.map(([name, item]) => [name, { kind: "template", value: item }]));
      return differingArgument(block, written) === undefined;
    })
  );
}

/** For Terraform, null and an empty list of blocks are the same as an argument that is not written. */
function isNothing(value: Json | undefined): boolean {
  return value === undefined || value === null || (Array.isArray(value) && value.length === 0);
}

function isEqual(a: Json, b: Json | undefined, depth: number): boolean {
  if (a === b || depth > DEEPEST) return a === b;
  if (typeof b === "string") return isConstant(a, b);
  if (Array.isArray(a)) {
    return Array.isArray(b) && a.length === b.length && a.every((item, at) => isEqual(item, b[at], depth + 1));
  }
  if (!isObject(a) || !isObject(b)) return false;
  // Of blocks that are attributes, like those of a security group, a plan has what is not written as null.
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...names].every((name) => {
    const value = Object.hasOwn(b, name) ? b[name] : undefined;
    return isNothing(a[name]) ? isNothing(value) : isEqual(a[name] ?? null, value, depth + 1);
  });
}

/** Of HCL a plan keeps the value of a constant expression, where the source has the expression. */
function isConstant(value: Json, template: string): boolean {
  if (!template.includes("{")) return value === template;
  const expression = parsed(template);
  if (expression?.kind === "literal") return expression.value === value;
  return !expression || listReferences(expression).length === 0;
}
