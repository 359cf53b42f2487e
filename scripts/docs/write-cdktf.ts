import { documents, type Stack } from "../../test/support/rules/stacks";

interface Declaration {
  readonly address: string;
  readonly type: string;
  readonly name: string;
  readonly isData: boolean;
  readonly body: object;
}

/** A stack as people write it with CDKTF and the classes of the AWS provider. */
export function writeCdktf({ variable = {}, provider = {}, data = {}, resource }: Stack): string {
  const declarations = [
    ...blocks(variable).map(([name, body]) => plain(`var.${name}`, "variable", name, body)),
    ...blocks(provider).flatMap(([name, body]) => providerOf(name, body)),
    ...declared(data, true),
    ...declared(resource, false),
  ];
  const names = variableNames(declarations);
  const referenced = new Set(
    declarations.flatMap(({ body }) => [...names.keys()].filter((address) => mentions(body, address))),
  );
  return inOrder(declarations)
    .map(({ address, type, name, isData, body }) => {
      const args = Object.keys(body).length === 0 ? "" : `, ${written(body, names, 0, false)}`;
      const id = declarations.some((other) => other.name === name && other.address !== address)
        ? `${name}-${type.replace(/^aws_/, "").replaceAll("_", "-")}`
        : name;
      const construct = `new ${className(type, isData)}(this, ${JSON.stringify(id)}${args || ", {}"});`;
      return referenced.has(address) ? `const ${names.get(address)} = ${construct}` : construct;
    })
    .join("\n");
}

/** The blocks of each name, of which there may be a list. */
function blocks(named: { readonly [name: string]: object }): readonly (readonly [string, object])[] {
  return Object.entries(named).flatMap(([name, bodies]) => [bodies].flat().map((body) => [name, body] as const));
}

/** A provider beside the one that every stack has, or that one where more than its Region matters. */
function providerOf(name: string, body: { readonly alias?: string }): readonly Declaration[] {
  const id = body.alias ?? name;
  const isUsual = Object.keys(body).every((argument) => argument === "region");
  return isUsual ? [] : [plain(body.alias === undefined ? name : `${name}.${id}`, "provider", id, body)];
}

function plain(address: string, type: string, name: string, body: object): Declaration {
  return { address, type, name, isData: false, body };
}

function declared(blocks: NonNullable<Stack["data"]>, isData: boolean): readonly Declaration[] {
  return Object.entries(blocks).flatMap(([type, named]) =>
    Object.entries(named).map(([name, body]) => ({
      address: `${isData ? "data." : ""}${type}.${name}`,
      type,
      name,
      isData,
      body,
    })),
  );
}

/** The name of each resource, with its type where two have the same. */
function variableNames(declarations: readonly Declaration[]): ReadonlyMap<string, string> {
  const counts = new Map<string, number>();
  for (const { name } of declarations) counts.set(name, (counts.get(name) ?? 0) + 1);
  return new Map(
    declarations.map(({ address, name, type }) => {
      const own = (counts.get(name) ?? 0) > 1 ? `${name}_${type.replace(/^aws_/, "")}` : name;
      const variable = camel(own);
      return [address, reserved.has(variable) ? `${variable}Resource` : variable];
    }),
  );
}

/** Blocks of which there is one at most: their class takes an object. */
const single: readonly string[] = [
  "ec2_attributes",
  "kerberos_attributes",
  "master_instance_group",
  "core_instance_group",
  "versioning_configuration",
];

const reserved: ReadonlySet<string> = new Set(["this", "default", "public", "private", "new", "delete", "package"]);

function mentions(body: object, address: string): boolean {
  return new RegExp(`(?<![\\w.])${address.replaceAll(".", "\\.")}(?![\\w-])`).test(JSON.stringify(body));
}

/** What is referred to comes first. */
function inOrder(declarations: readonly Declaration[]): readonly Declaration[] {
  const done: Declaration[] = [];
  const visit = (declaration: Declaration, open: readonly string[]) => {
    if (done.includes(declaration) || open.includes(declaration.address)) return;
    for (const other of declarations) {
      if (mentions(declaration.body, other.address)) visit(other, [...open, declaration.address]);
    }
    done.push(declaration);
  };
  for (const declaration of declarations) visit(declaration, []);
  return done;
}

function className(type: string, isData: boolean): string {
  if (type === "provider") return "AwsProvider";
  if (type === "variable") return "TerraformVariable";
  if (type === "aws_s3_bucket_versioning") return "S3BucketVersioningA";
  const pascal = camel(type.replace(/^aws_/, "")).replace(/^./, (first) => first.toUpperCase());
  return isData ? `DataAws${pascal}` : pascal;
}

function camel(name: string): string {
  return name.replace(/[_-]+(\w)/g, (_, letter: string) => letter.toUpperCase());
}

function written(value: unknown, names: ReadonlyMap<string, string>, depth: number, inDocument: boolean): string {
  const indent = "  ".repeat(depth);
  if (Array.isArray(value)) {
    const items = value.map((item) => written(item, names, depth + 1, inDocument));
    const line = `[${items.join(", ")}]`;
    if (line.length < 70 && !line.includes("\n")) return line;
    return `[\n${items.map((item) => `${indent}  ${item},\n`).join("")}${indent}]`;
  }
  if (typeof value === "object" && value !== null) {
    const members = Object.entries(value).map(([name, member]) => {
      const isDocument = !inDocument && documents.includes(name) && typeof member === "object" && member !== null;
      const key = inDocument ? name : camel(name);
      if (!inDocument && (name === "provider" || name === "depends_on")) {
        return `${indent}  ${key}: ${addresses(member, names)},\n`;
      }
      const only = !inDocument && single.includes(name) && Array.isArray(member) ? member[0] : member;
      const content = written(only, names, depth + 1, inDocument || isDocument);
      const shown = /^[A-Za-z_$][\w$]*$/.test(key) ? key : JSON.stringify(key);
      return `${indent}  ${shown}: ${isDocument ? `JSON.stringify(${content})` : content},\n`;
    });
    return members.length === 0 ? "{}" : `{\n${members.join("")}${indent}}`;
  }
  return typeof value === "string" ? text(value, names) : JSON.stringify(value);
}

/** The variables of what is named by address. */
function addresses(value: unknown, names: ReadonlyMap<string, string>): string {
  const found = [value].flat().map((address) => names.get(`${address}`) ?? JSON.stringify(address));
  return Array.isArray(value) ? `[${found.join(", ")}]` : found.join("");
}

/** References become properties of the construct; a text around them a template. */
function text(value: string, names: ReadonlyMap<string, string>): string {
  const parts = value.split(/(\$\{[^}]*\})/).filter((part) => part !== "");
  const found = parts.map((part) => (part.startsWith("${") ? property(part.slice(2, -1), names) : undefined));
  if (parts.length === 1 && found[0] !== undefined) return found[0];
  if (found.every((each) => each === undefined)) return JSON.stringify(value);
  const inside = parts.map((part, index) =>
    found[index] === undefined ? part.replace(/[`\\]|\$\{/g, "\\$&") : `\${${found[index]}}`,
  );
  return `\`${inside.join("")}\``;
}

function property(expression: string, names: ReadonlyMap<string, string>): string | undefined {
  const [, called, argument = ""] = /^(\w+)\((.*)\)$/.exec(expression) ?? [];
  if (called) return `Fn.${called}(${property(argument, names) ?? argument})`;
  const variable = /^var\.\w+$/.test(expression) ? names.get(expression) : undefined;
  if (variable) return `${variable}.stringValue`;
  const [, address = "", attribute = ""] = /^((?:data\.)?[\w-]+\.[\w-]+)\.([\w-]+)$/.exec(expression) ?? [];
  const name = names.get(address);
  return name === undefined ? undefined : `${name}.${camel(attribute)}`;
}
