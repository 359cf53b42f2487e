import type { Json, JsonObject } from "../../model/values/json";
import { HclFault } from "./lexer";
import type { HclBlock, HclBody } from "./scan";
import { jsonValue } from "./value";

/** Number of labels of each type of block in Terraform's language. */
const LABELS: { readonly [type: string]: number } = {
  resource: 2,
  data: 2,
  ephemeral: 2,
  module: 1,
  variable: 1,
  output: 1,
  provider: 1,
  check: 1,
  locals: 0,
  terraform: 0,
  moved: 0,
  removed: 0,
  import: 0,
};

/** Arguments whose expression is a name or a type, which Terraform's JSON syntax writes as a plain string. */
const BARE: { readonly [block: string]: ReadonlySet<string> } = {
  variable: new Set(["type"]),
  dynamic: new Set(["iterator"]),
};

/**
 * A file of HCL's native syntax as Terraform's JSON syntax writes the same.
 *
 * @throws HclFault where a block has labels that Terraform does not know, or an expression cannot be read.
 */
export function jsonContent(text: string, file: HclBody): JsonObject {
  for (const { type, labels, start } of file.blocks) {
    const expected = LABELS[type];
    if (expected !== undefined && labels.length !== expected) {
      throw new HclFault(`a block ${type} has ${labels.length} labels; ${expected} are expected`, start);
    }
  }
  return jsonBody(text, file, "");
}

function jsonBody(text: string, { arguments: args, blocks }: HclBody, type: string): JsonObject {
  const content = new Map<string, Json>();
  for (const { name, value } of args) {
    const json = jsonValue(text, value);
    content.set(name, BARE[type]?.has(name) ? text.slice(value.start, value.end) : json);
  }
  const grouped = new Map<string, Json[]>();
  for (const block of blocks) {
    const same = grouped.get(block.type);
    if (same) same.push(jsonBlock(text, block));
    else grouped.set(block.type, [jsonBlock(text, block)]);
  }
  for (const [name, bodies] of grouped) if (!content.has(name)) content.set(name, bodies);
  return Object.fromEntries(content);
}

function jsonBlock(text: string, { type, labels, body }: HclBlock): Json {
  const content: Json = jsonBody(text, body, type);
  return labels.reduceRight<Json>((inner, label) => ({ [label]: inner }), content);
}
