import type { Document, Node, Pair } from "yaml";
import type { ValuePath } from "./file-places";

/** What a path leads to in YAML, or the nearest thing around it; undefined where its first step leads nowhere. */
export function findInYaml(text: string, path: ValuePath): { readonly at: number; readonly left: number } | undefined {
  const { isAlias, isMap, isSeq, parseDocument } = require("yaml") as typeof import("yaml");
  const document = parsed(text, parseDocument);
  let node = document?.contents as Node | null | undefined;
  let found: { at: number; left: number } | undefined;
  for (const [index, step] of path.entries()) {
    if (isAlias(node)) node = node.resolve(document as Document);
    const item = isSeq(node) && typeof step === "number" ? (node.items[step] as Node | undefined) : undefined;
    const pair = isMap(node)
      ? (node.items as Pair<Node, Node | null>[]).find((each) => String(each.key) === String(step))
      : undefined;
    const at = (pair?.key ?? item)?.range?.[0];
    if (at === undefined) break;
    found = { at, left: path.length - index - 1 };
    node = pair ? pair.value : item;
  }
  return found;
}

function parsed(text: string, parse: typeof import("yaml").parseDocument): Document | undefined {
  try {
    return parse(text, { schema: "failsafe", logLevel: "silent" });
  } catch {
    // It nests deeper than the parser's stack allows.
    return undefined;
  }
}
