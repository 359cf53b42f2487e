import type { Node } from "jsonc-parser";
import { blockKey, type Onward, type PlaceSearch } from "../model/expressions/source";
import { type FilePlace, type FilePlaces, VALUES, type ValuePath } from "./file-places";
import { type Nearest, nearest, parseNode } from "./find-in-json";
import { Lines } from "./line-and-column";

/** Where the blocks of a file of Terraform's JSON syntax are, and what is in them. */
export class JsonPlaces implements FilePlaces {
  private readonly blocks = new Map<string, Node>();
  private readonly locals: readonly Node[];
  private readonly root: Node | undefined;
  private readonly lines: Lines;

  constructor(text: string) {
    this.lines = new Lines(text);
    const root = parseNode(text);
    this.root = root;
    this.locals = sections(root, "locals");
    for (const section of sections(root, "resource")) this.addResources("managed", section);
    for (const section of sections(root, "data")) this.addResources("data", section);
    for (const block of ["module", "variable", "output"]) {
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

  find(key: string, path: ValuePath, search: PlaceSearch = {}): readonly FilePlace[] {
    const found = key === "locals" ? this.local(path) : key === VALUES ? this.value(path) : this.block(key, path);
    if (!found) return [];
    const { line } = this.lines.at(found.at);
    const inside = found.left > 0 ? insideText(found.value, path.slice(-found.left), search) : [];
    return inside.length > 0 ? inside.map((each) => ({ ...each, line })) : [{ line, left: found.left }];
  }

  private value(path: ValuePath): Nearest | undefined {
    return this.root && nearest(this.root, path);
  }

  private block(key: string, path: ValuePath): Nearest | undefined {
    const property = this.blocks.get(key);
    const body = property?.children?.[1];
    return property && ((body && nearest(body, path)) ?? { at: property.offset, left: path.length, value: property });
  }

  private local(path: ValuePath): Nearest | undefined {
    for (const section of this.locals) {
      const found = nearest(section, path);
      if (found) return found;
    }
    return undefined;
  }
}

/** What a path leads to in a string, all of which is on one line, and beyond it. A string that is no valid template leads nowhere. */
function insideText({ type, value }: Node, path: ValuePath, search: PlaceSearch) {
  if (type !== "string") return [];
  const { ValueFinder } = require("./hcl/find-in-value") as typeof import("./hcl/find-in-value");
  const { HclFault } = require("./hcl/lexer") as typeof import("./hcl/lexer");
  const text = String(value);
  try {
    const found = new ValueFinder(text, search).findInText({ start: 0, end: text.length }, path);
    return found.map(({ left, onward }): { left: number; onward?: Onward } => ({
      left,
      ...(onward ? { onward } : {}),
    }));
  } catch (error) {
    if (error instanceof HclFault) return [];
    throw error;
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
