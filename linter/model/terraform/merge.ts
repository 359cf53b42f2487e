import type { PathStep } from "../expressions/address";
import type { Evaluator } from "../expressions/evaluate";
import type { Scope } from "../expressions/scope";
import { asWritten, type Written, type WrittenArguments } from "../expressions/source";
import { stepInto } from "../expressions/traversal";
import { isObject, type Json, list, member } from "../values/json";
import { isLeaf, isRecord, type Symbolic, type Unknown } from "../values/symbolic";
import { afterApply, isKnown, notFollowed, sensitive } from "../values/unknowns";
import type { Planned } from "./instances";
import { withoutSensitiveValues } from "./sensitive-document";

/** The value of a computed attribute before apply; a single object, which distinguishes it from an argument that is not known. */
export const COMPUTED: Unknown = afterApply();

const DEEPEST = 256;

/** Arguments that contain a document of which only a part may be sensitive. */
const DOCUMENTS: ReadonlySet<string> = new Set(["configuration", "policy", "assume_role_policy"]);

/** Merges the values that a plan knows with the expressions of its configuration where it does not. */
export class Merge {
  constructor(
    private readonly evaluator: Evaluator,
    private readonly scope: Scope | undefined,
  ) {}

  /** The value of an argument; undefined where the plan has none. */
  argument(name: string, planned: Planned, written: Written | undefined): Symbolic | undefined {
    // The provider marks none of these as sensitive, so a sensitive part comes from a reference, which stays hidden.
    const isDocument = planned.hidden === true && DOCUMENTS.has(name);
    const template = isDocument && written && asWritten(written).kind === "template";
    const evaluated = template ? this.evaluate(written) : undefined;
    if (evaluated !== undefined) return evaluated;
    const isText = isDocument && name === "configuration" && typeof planned.value === "string";
    return isText ? withoutSensitiveValues(String(planned.value)) : this.value(planned, written);
  }

  private value(planned: Planned, written: Written | undefined, depth = 0): Symbolic | undefined {
    const { value, unknown, hidden } = planned;
    if (depth > DEEPEST) return notFollowed(`values that nest more than ${DEEPEST} levels deep`);
    const isThere = unknown === true || (value ?? null) !== null;
    if (hidden === true && isThere) return this.sensitiveValue(value, written);
    if (unknown === true) return this.evaluate(written) ?? COMPUTED;
    if (value === undefined && unknown === undefined) return undefined;
    if (Array.isArray(value)) return this.items({ ...planned, value }, written, depth);
    if (isObject(value)) return this.members(planned, (name) => inner(written, name), depth);
    return value ?? null;
  }

  private sensitiveValue(value: Json | undefined, written: Written | undefined): Symbolic {
    const blocks = Array.isArray(value) && written?.kind === "blocks" ? written.blocks : undefined;
    const isThere = value !== undefined && value !== null && value !== "";
    return (blocks && this.hiddenBlocks(list(value), blocks)) ?? this.hidden(written, isThere);
  }

  private members(planned: Planned, argument: (name: string) => Written | undefined, depth: number): Symbolic {
    const names = new Set([...Object.keys(planned.value ?? {}), ...Object.keys(planned.unknown ?? {})]);
    const entries = [...names].flatMap((name) => {
      const value = this.value(part(planned, name), argument(name), depth + 1);
      return value === undefined ? [] : [[name, value] as const];
    });
    return Object.fromEntries(entries);
  }

  private items(
    planned: Planned & { readonly value: readonly Json[] },
    written: Written | undefined,
    depth: number,
  ): Symbolic {
    const flags = list(planned.unknown);
    if (written?.kind === "blocks" || !hasTrue(flags)) {
      const blocks = written?.kind === "blocks" ? this.inOrder(planned.value, written.blocks) : undefined;
      return planned.value.map((_, at) => {
        const block: Written | undefined = blocks?.[at] && { kind: "blocks", blocks: [blocks[at]], single: true };
        return this.value(part(planned, at), block, depth + 1) ?? null;
      });
    }
    // Sets come sorted in the plan, so places do not match; the written list has the same items as a whole.
    const whole = this.evaluate(written);
    if (Array.isArray(whole) && whole.length === planned.value.length && !hasTrue(list(planned.hidden))) return whole;
    const rest = whole !== undefined && isLeaf(whole) ? whole : COMPUTED;
    return planned.value.map((_, at) => {
      const item = part(planned, at);
      return item.unknown === true && item.hidden !== true ? rest : (this.value(item, undefined, depth + 1) ?? null);
    });
  }

  /** A set is marked sensitive as a whole for one value of one block; values that are written plainly in the other blocks stay plain. */
  private hiddenBlocks(values: readonly Json[], blocks: readonly WrittenArguments[]): readonly Symbolic[] | undefined {
    return this.inOrder(values, blocks)?.map((block) => {
      const plain = new Map(this.constants(block));
      const shown = (name: string, written: Written) => {
        const hidden = this.hidden(written);
        return hidden.references.length > 0 ? hidden : (plain.get(name) ?? hidden);
      };
      return Object.fromEntries([...block].map(([name, written]) => [name, shown(name, written)]));
    });
  }

  private hidden(written: Written | undefined, isThere = false): Unknown {
    return sensitive(written && this.scope && this.evaluator.origins(written, this.scope), isThere);
  }

  /** Pairs the blocks of a plan's value with those written: sets are sorted, dynamic blocks are not written at all. */
  private inOrder(values: readonly Json[], blocks: readonly WrittenArguments[]) {
    if (values.length !== blocks.length) return undefined;
    if (values.length === 1) return blocks;
    const constants = blocks.map((block) => this.constants(block));
    const left = new Set(blocks.keys());
    const paired: WrittenArguments[] = [];
    for (const value of values) {
      const fitting = [...left].filter((at) => fits(value, constants[at] ?? []));
      const best = fitting.sort((a, b) => (constants[b]?.length ?? 0) - (constants[a]?.length ?? 0) || a - b)[0];
      const block = best === undefined ? undefined : blocks[best];
      if (best === undefined || !block) return undefined;
      left.delete(best);
      paired.push(block);
    }
    return paired;
  }

  private constants(block: WrittenArguments): readonly (readonly [string, Symbolic])[] {
    return [...block].flatMap(([name, written]) => {
      const value = this.evaluate(written);
      const isScalar = value !== undefined && !isRecord(value) && !Array.isArray(value);
      return isScalar && isKnown(value) ? [[name, value] as const] : [];
    });
  }

  private evaluate(written: Written | undefined): Symbolic | undefined {
    return written && this.scope && this.evaluator.written(written, this.scope);
  }
}

function fits(value: Json, constants: readonly (readonly [string, Symbolic])[]): boolean {
  return constants.every(([name, constant]) => {
    const planned = member(value, name);
    return planned === undefined || planned === null || planned === constant || String(planned) === String(constant);
  });
}

/** One member or element of a planned value. */
export function part(planned: Planned, key: string | number): Planned {
  return {
    value: at(planned.value, key),
    unknown: planned.unknown === true ? true : at(planned.unknown, key),
    hidden: planned.hidden === true ? true : at(planned.hidden, key),
  };
}

function at(value: Json | undefined, key: string | number): Json | undefined {
  return Array.isArray(value) ? value[Number(key)] : member(value, String(key));
}

/** What was written for a member of a block or of an object. */
function inner(written: Written | undefined, name: string): Written | undefined {
  if (written?.kind === "blocks") return written.blocks[0]?.get(name);
  if (written?.kind !== "template" && written?.kind !== "literal") return undefined;
  const value = member(written.value, name);
  return value === undefined ? undefined : { kind: written.kind, value };
}

/** Whether a part of a value is not known, or sensitive. */
export function hasTrue(flags: Json | undefined, depth = 0): boolean {
  if (typeof flags !== "object" || flags === null) return flags === true;
  if (depth > DEEPEST) return true;
  return (Array.isArray(flags) ? flags : Object.values(flags)).some((flag) => hasTrue(flag, depth + 1));
}

/** What a path leads to in a value; undefined where the value ends before it, or is only known after apply. */
export function followPath(value: Symbolic, path: readonly PathStep[]): Symbolic | undefined {
  let found = value;
  for (const step of path) {
    const next = "name" in step ? stepInto(found, step.name, true) : stepInto(found, step.key, false);
    if (next === undefined || next === COMPUTED) return undefined;
    found = next;
  }
  return found;
}
