import { type Blocks, documents, type Stack } from "../../test/support/rules/stacks";

/** Arguments whose texts are names of things in the stack, which HCL writes without quotes. */
const references: readonly string[] = ["provider", "depends_on", "ignore_changes"];

/** Maps that are arguments, not blocks. */
const maps: readonly string[] = ["tags", "tags_all", "environment", "default_tags"];

/** A stack as people write it in HCL. */
export function writeHcl({ variable = {}, provider = {}, data = {}, resource }: Stack): string {
  const variables = Object.entries(variable).map(([name, body]) => block(`variable "${name}"`, body, 0));
  const providers = Object.entries(provider).flatMap(([name, bodies]) =>
    [bodies].flat().map((body) => block(`provider "${name}"`, body, 0)),
  );
  return [...variables, ...providers, ...blocksOf("data", data), ...blocksOf("resource", resource)].join("\n\n");
}

function blocksOf(kind: string, blocks: Blocks): readonly string[] {
  return Object.entries(blocks).flatMap(([type, named]) =>
    Object.entries(named).map(([name, body]) => block(`${kind} "${type}" "${name}"`, body, 0)),
  );
}

function block(head: string, body: object, depth: number): string {
  const indent = "  ".repeat(depth);
  const members = Object.entries(body).map(([name, value]) => argument(name, value, depth + 1));
  if (members.length === 0) return `${indent}${head} {}`;
  return [`${indent}${head} {`, ...aligned(members, `${indent}  `), `${indent}}`].join("\n");
}

/** An argument by name and value, or a block that is written already. */
type Member = readonly [name: string, value: string] | string;

function argument(name: string, value: unknown, depth: number): Member {
  if (references.includes(name) || (name === "type" && typeof value === "string" && depth === 1)) {
    return [name, Array.isArray(value) ? `[${value.join(", ")}]` : `${value}`];
  }
  if (documents.includes(name) && typeof value === "object") return [name, `jsonencode(${expression(value, depth)})`];
  if (isObject(value) && !maps.includes(name)) return block(name, value, depth);
  if (Array.isArray(value) && value.length > 0 && value.every(isObject)) {
    return value.map((item) => block(name, item, depth)).join("\n");
  }
  return [name, expression(value, depth)];
}

/** Lines with the signs of neighbouring arguments below each other, as `terraform fmt` has them. */
function aligned(members: readonly Member[], indent: string): readonly string[] {
  const isShort = (member: Member | undefined): member is readonly [string, string] =>
    typeof member === "object" && !member[1].includes("\n");
  return members.map((member, index) => {
    if (typeof member === "string") return `${index > 0 ? "\n" : ""}${member}`;
    let width = member[0].length;
    if (isShort(member)) {
      for (let at = index; isShort(members[at]); at -= 1) width = Math.max(width, members[at]?.[0].length ?? 0);
      for (let at = index; isShort(members[at]); at += 1) width = Math.max(width, members[at]?.[0].length ?? 0);
    }
    return `${indent}${member[0].padEnd(width)} = ${member[1]}`;
  });
}

function isObject(value: unknown): value is { readonly [name: string]: unknown } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function expression(value: unknown, depth: number): string {
  const indent = "  ".repeat(depth);
  if (Array.isArray(value)) {
    const items = value.map((item) => expression(item, depth + 1));
    const line = `[${items.join(", ")}]`;
    if (items.length === 0 || (line.length < 60 && !line.includes("\n"))) return line;
    return `[\n${items.map((item) => `${indent}  ${item},\n`).join("")}${indent}]`;
  }
  if (isObject(value)) {
    const members = Object.entries(value).map(
      ([name, member]): Member => [
        /^[A-Za-z_][\w-]*$/.test(name) ? name : JSON.stringify(name),
        expression(member, depth + 1),
      ],
    );
    return members.length === 0 ? "{}" : `{\n${aligned(members, `${indent}  `).join("\n")}\n${indent}}`;
  }
  return typeof value === "string" ? text(value) : JSON.stringify(value);
}

/** A text that is one reference, or one call of a function, is that expression. */
function text(value: string): string {
  const [, reference] = /^\$\{([\w.[\]"*()-]+)\}$/.exec(value) ?? [];
  if (reference !== undefined) return reference;
  return value
    .split(/(\$\{[^}]*\})/)
    .map((part) => (part.startsWith("${") ? part : JSON.stringify(part).slice(1, -1)))
    .join("")
    .replace(/^/, '"')
    .concat('"');
}
