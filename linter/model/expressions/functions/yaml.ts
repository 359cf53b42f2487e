import type { Node, Pair, Scalar } from "yaml";
import { numberText } from "../../values/decimal";
import { unusedMark } from "../../values/document";
import { isLeaf, isRecord, type Reference, type Symbolic, Template, type Unknown } from "../../values/symbolic";
import { concatenate, notFollowed } from "../../values/unknowns";
import { asText, FAILED, type Result } from "../result";
import type { FunctionContext } from "./function";

const LONGEST = 256 * 1024;
const DEEPEST = 100;
/** Nodes of a document, those counted again that an alias repeats: aliases of aliases grow exponentially. */
const MOST_NODES = 100_000;

type Part = string | Reference | Unknown;

/**
 * `yamldecode`: documents as people write them. Undefined where Terraform's reader and ours may differ: tags, several
 * documents, and texts that are no YAML.
 */
export function decodeYaml(value: Symbolic | undefined, { budget }: FunctionContext): Result {
  const text = asText(value);
  if (text === FAILED) return FAILED;
  const parts: readonly Part[] = text === undefined ? partsOf(value) : [text];
  const mark = unusedMark(parts);
  const placeholders = parts.filter((part) => typeof part !== "string");
  let count = 0;
  const marked = parts.map((part) => (typeof part === "string" ? part : `${mark}${count++}${mark}`)).join("");
  // Terraform's reader knows no escape of a slash.
  if (marked.includes("\\/")) return undefined;
  if (parts.length === 0 || marked.length > LONGEST || budget.take(marked.length) !== undefined) return undefined;
  return new YamlReader(mark, placeholders).read(marked);
}

function partsOf(value: Symbolic | undefined): readonly Part[] {
  return value instanceof Template ? value.parts : [];
}

/** `yamlencode`: strings in quotes, members sorted. Undefined for characters that the two writers may escape differently. */
export function encodeYaml(value: Symbolic): Result {
  if (!isWritable(value, 0)) return undefined;
  const { stringify } = require("yaml") as typeof import("yaml");
  const withoutExponent = (_: unknown, item: unknown) =>
    typeof item === "number" && Math.abs(item) >= 1e21 ? BigInt(numberText(item)) : item;
  return stringify(value, withoutExponent, {
    aliasDuplicateObjects: false,
    defaultKeyType: "QUOTE_DOUBLE",
    defaultStringType: "QUOTE_DOUBLE",
    indentSeq: false,
    lineWidth: 0,
    sortMapEntries: true,
  });
}

function isWritable(value: Symbolic, depth: number): boolean {
  if (typeof value === "string") return /^[\x20-\x7e]*$/.test(value);
  if (typeof value === "number") return !String(value).includes("e-");
  if (typeof value !== "object" || value === null) return true;
  return (
    depth <= DEEPEST &&
    Object.entries(value).every(([name, item]) => isWritable(name, depth) && isWritable(item, depth + 1))
  );
}

/** What YAML 1.1 reads as a truth value; Terraform does as well. */
const TRUE = spellings("y", "yes", "on", "true");
const FALSE = spellings("n", "no", "off", "false");
const NULLS: ReadonlySet<string> = new Set(["", "~", "null", "Null", "NULL"]);
const NUMBER = /^(?:0|-?[1-9]\d{0,14})(?:\.\d{1,6})?$/;
/** What no reader of YAML takes for a number, a date or a merge key. */
const WORD = /^[A-Za-z/\ue000-\uf8ff]/;

function spellings(...words: readonly string[]): ReadonlySet<string> {
  return new Set(words.flatMap((word) => [word, word.toUpperCase(), word.slice(0, 1).toUpperCase() + word.slice(1)]));
}

class YamlReader {
  private readonly anchors = new Map<string, { readonly value: Symbolic; readonly nodes: number }>();
  private nodes = 0;

  constructor(
    private readonly mark: string,
    private readonly placeholders: readonly Part[],
  ) {}

  read(text: string): Result {
    const { parseAllDocuments } = require("yaml") as typeof import("yaml");
    try {
      const documents = parseAllDocuments(text, { schema: "failsafe", uniqueKeys: true, logLevel: "silent" });
      const [only] = Array.isArray(documents) ? documents : [];
      if (!only || documents.length !== 1 || only.errors.length > 0 || !only.contents) return undefined;
      return this.node(only.contents as Node, 0);
    } catch (error) {
      // Nesting that exceeds the stack.
      if (error instanceof RangeError) return undefined;
      throw error;
    }
  }

  private node(node: Node | null, depth: number): Symbolic | undefined {
    const { isAlias } = require("yaml") as typeof import("yaml");
    if (node === null) return null;
    if (isAlias(node)) return this.repeated(node.source);
    if (depth > DEEPEST || node.tag !== undefined || ++this.nodes > MOST_NODES) return undefined;
    const before = this.nodes;
    const value = this.content(node, depth);
    if (value !== undefined && "anchor" in node && node.anchor !== undefined) {
      this.anchors.set(node.anchor, { value, nodes: this.nodes - before + 1 });
    }
    return value;
  }

  private repeated(anchor: string): Symbolic | undefined {
    const { value, nodes } = this.anchors.get(anchor) ?? { value: undefined, nodes: 0 };
    this.nodes += nodes;
    return this.nodes > MOST_NODES ? undefined : value;
  }

  private content(node: Node, depth: number): Symbolic | undefined {
    const { isMap, isScalar, isSeq } = require("yaml") as typeof import("yaml");
    if (isScalar(node)) return this.scalar(node);
    if (isSeq(node)) {
      const items = node.items.map((item) => this.node(item as Node | null, depth + 1));
      return items.every((item) => item !== undefined) ? items : undefined;
    }
    return isMap(node) ? this.record(node.items as Pair<Node, Node | null>[], depth) : undefined;
  }

  private record(pairs: readonly Pair<Node, Node | null>[], depth: number): Symbolic | undefined {
    const members: [string, Symbolic][] = [];
    for (const { key, value } of pairs) {
      const member = this.node(value, depth + 1);
      if (member === undefined) return undefined;
      const name = isMergeKey(key) ? undefined : this.name(key, depth);
      if (name !== undefined) members.push([name, member]);
      else if (isMergeKey(key) && isRecord(member) && !isLeaf(member)) members.push(...Object.entries(member));
      else return undefined;
    }
    return Object.fromEntries(members);
  }

  private name(key: Node, depth: number): string | undefined {
    const name = "anchor" in key && key.anchor !== undefined ? undefined : this.node(key, depth + 1);
    return typeof name === "string" ? name : undefined;
  }

  private scalar({ type, value }: Scalar): Symbolic {
    const text = String(value ?? "");
    if (type !== "PLAIN") return this.restored(text);
    if (NULLS.has(text)) return null;
    if (TRUE.has(text)) return true;
    if (FALSE.has(text)) return false;
    if (NUMBER.test(text)) return Number(text);
    return WORD.test(text) ? this.restored(text) : notFollowed("yamldecode of a number or date");
  }

  private restored(text: string): Symbolic {
    const pieces = text.split(new RegExp(`${this.mark}(\\d+)${this.mark}`));
    return concatenate(pieces.map((piece, at) => (at % 2 === 0 ? piece : (this.placeholders[Number(piece)] ?? ""))));
  }
}

/** `<<`: the members of a map are put in place of it; of a name that occurs twice, the later one counts, as Terraform has it. */
function isMergeKey(key: Node): boolean {
  const { isScalar } = require("yaml") as typeof import("yaml");
  return isScalar(key) && key.type === "PLAIN" && key.value === "<<";
}
