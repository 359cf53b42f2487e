import type { Node } from "jsonc-parser";
import type { ValuePath } from "./file-places";

/** Most inputs need no places. */
export function parseNode(text: string): Node | undefined {
  const { parseTree } = require("jsonc-parser") as typeof import("jsonc-parser");
  try {
    return parseTree(text);
  } catch {
    // It nests deeper than the parser's stack allows.
    return undefined;
  }
}

/** A property or element, and the steps of a path to it that are not found in it. */
export interface Nearest {
  /** Offset in the text. */
  readonly at: number;
  readonly left: number;
  /** The last value that is there. */
  readonly value: Node;
}

/** What a path leads to in JSON, or the nearest thing around it; undefined where its first step leads nowhere. */
export function findInJson(text: string, path: ValuePath): Nearest | undefined {
  const root = parseNode(text);
  return root && path.length > 0 ? nearest(root, path) : undefined;
}

/** The last step of a path that is there. */
export function nearest(from: Node, path: ValuePath): Nearest | undefined {
  let node = from;
  let found: Nearest | undefined;
  for (const [index, step] of path.entries()) {
    // A block may be alone, or in a list.
    if (typeof step === "number" && node.type === "object") continue;
    const next =
      child(node, step) ?? (node.type === "array" && node.children?.[0] ? child(node.children[0], step) : undefined);
    if (!next) break;
    found = { at: next.at, left: path.length - index - 1, value: next.value };
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
