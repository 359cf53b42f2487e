import type { Node } from "jsonc-parser";
import { blockKey } from "../model/expressions/source";
import type { FilePlace, FilePlaces, ValuePath } from "./file-places";
import { Lines } from "./line-and-column";

/** Most inputs need no places. */
function parse(text: string): Node | undefined {
  const { parseTree } = require("jsonc-parser") as typeof import("jsonc-parser");
  try {
    return parseTree(text);
  } catch {
    // It nests deeper than the parser's stack allows.
    return undefined;
  }
}

/** A property or element, and the steps of a path to it that are not found in it. */
interface Nearest {
  /** Offset in the text. */
  readonly at: number;
  readonly left: number;
}

/** What a path leads to in JSON, or the nearest thing around it; undefined where its first step leads nowhere. */
export function findInJson(text: string, path: ValuePath): Nearest | undefined {
  const root = parse(text);
  return root && path.length > 0 ? nearest(root, path) : undefined;
}

/** The last step of a path that is there. */
function nearest(from: Node, path: ValuePath): Nearest | undefined {
  let node = from;
  let found: Nearest | undefined;
  for (const [index, step] of path.entries()) {
    // A block may be alone, or in a list.
    if (typeof step === "number" && node.type === "object") continue;
    const next =
      child(node, step) ?? (node.type === "array" && node.children?.[0] ? child(node.children[0], step) : undefined);
    if (!next) break;
    found = { at: next.at, left: path.length - index - 1 };
    node = next.value;
  }
  return found;
}

function child(node: Node, step: string | number): { readonly at: number; readonly value: Node } | undefined {
  if (node.type === "array" && typeof step === "number") {
    const item = node.children?.[step];
    return item && { at: item.offset, value: item };
  }
  if (node.type !== "object") return undefined;
  const property = node.children?.findLast(({ children }) => children?.[0]?.value === String(step));
  const value = property?.children?.[1];
  return property && value && { at: property.offset, value };
}

/** Where the blocks of a file of Terraform's JSON syntax are, and what is in them. */
export class JsonPlaces implements FilePlaces {
  private readonly blocks = new Map<string, Node>();
  private readonly locals: readonly Node[];
  private readonly lines: Lines;

  constructor(text: string) {
    this.lines = new Lines(text);
    const root = parse(text);
    this.locals = sections(root, "locals");
    for (const section of sections(root, "resource")) this.addResources("managed", section);
    for (const section of sections(root, "data")) this.addResources("data", section);
    for (const block of ["module", "variable"]) {
      for (const section of sections(root, block)) {
        for (const [name, , property] of bodiesOf(section)) this.blocks.set(`${block}.${name}`, property);
      }
    }
  }

  private addResources(mode: "managed" | "data", section: Node): void {
    for (const [type, named] of properties(section)) {
      for (const [name, , property] of bodiesOf(named)) this.blocks.set(blockKey(mode, type, name), property);
    }
  }

  find(key: string, path: ValuePath): readonly FilePlace[] {
    const found = key === "locals" ? this.local(path) : this.block(key, path);
    return found ? [{ line: this.lines.at(found.at).line, left: found.left }] : [];
  }

  private block(key: string, path: ValuePath): Nearest | undefined {
    const property = this.blocks.get(key);
    const body = property?.children?.[1];
    return property && ((body && nearest(body, path)) ?? { at: property.offset, left: path.length });
  }

  private local(path: ValuePath): Nearest | undefined {
    for (const section of this.locals) {
      const found = nearest(section, path);
      if (found) return found;
    }
    return undefined;
  }
}

/** The objects of a section, which may be one or a list of them. */
function sections(root: Node | undefined, name: string): readonly Node[] {
  return properties(root).flatMap(([section, value]) => (section === name ? objects(value) : []));
}

function objects(node: Node): readonly Node[] {
  return node.type === "array" ? (node.children ?? []) : [node];
}

function properties(node: Node | undefined): readonly (readonly [name: string, value: Node, property: Node])[] {
  if (node?.type !== "object") return [];
  return (node.children ?? []).flatMap((property) => {
    const [name, value] = property.children ?? [];
    return name && value ? [[String(name.value), value, property] as const] : [];
  });
}

function bodiesOf(node: Node): readonly (readonly [name: string, value: Node, property: Node])[] {
  return objects(node).flatMap(properties);
}
