import { blockKey } from "../model/terraform/source";

const NEXT = /"(?:[^"\\]|\\.)*"|[{}[\],:]|\n/gs;

/**
 * Lines, from 1, where the resources and data sources of a file of Terraform's JSON syntax start, by the key of their block. The
 * text must be JSON. Of a block that is written twice the last counts, as it does for Terraform.
 */
export function blockLines(text: string): ReadonlyMap<string, number> {
  const lines = new Map<string, number>();
  // One entry for each object and list that is open: the member that is being read, undefined in lists.
  const names: (string | undefined)[] = [];
  const isObject: boolean[] = [];
  let line = 1;
  let pending: { readonly name: string; readonly line: number } | undefined;
  for (const [token] of text.matchAll(NEXT)) {
    if (token === "\n") line++;
    else if (token === "{" || token === "[") {
      isObject.push(token === "{");
      names.push(undefined);
    } else if (token === "}" || token === "]") {
      isObject.pop();
      names.pop();
    } else if (token === ":") {
      if (!pending) continue;
      names[names.length - 1] = pending.name;
      const path = names.filter((_, at) => isObject[at]);
      if (path.length === 3) record(path, pending.line, lines);
      pending = undefined;
    } else if (token !== "," && isObject[isObject.length - 1]) pending = { name: JSON.parse(token), line };
    if (token === ",") pending = undefined;
  }
  return lines;
}

function record(
  [section, type = "", name = ""]: readonly (string | undefined)[],
  line: number,
  lines: Map<string, number>,
) {
  if (section === "resource") lines.set(blockKey("managed", type, name), line);
  if (section === "data") lines.set(blockKey("data", type, name), line);
}
