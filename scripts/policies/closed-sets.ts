import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Node, securityConfigurationGrammar } from "../../formats/security-configuration/grammar";
import { root } from "./opa";

type Schema = { readonly [keyword: string]: unknown };

/** A closed set by its name: each value by the name that Rego gives it. */
type Sets = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** Leaves whose type is `string` because users write them: EMR accepts the words of its grammar alone, so rules know no others. */
const writtenByUsers: { readonly [leaf: string]: string } = {
  mode: "EncryptionMode",
  identifierType: "IdentifierType",
  "localDisk.provider": "EncryptionKeyProviderType",
  "tls.provider": "CertificateProviderType",
  "kerberos.provider": "Provider",
  "kerberos.serverType": "KdcServerType",
};

/** Closed sets: the string unions of the rows' types, as the facts' schema has them, and the words of EMR's grammar. */
export function closedSets(): Sets {
  const sets = new Map<string, ReadonlyMap<string, string>>();
  for (const [name, schema] of Object.entries(definitions())) {
    const values = valuesOf(schema);
    if (values) sets.set(regoName(name), named(values));
  }
  for (const [property, values] of wordsOf(securityConfigurationGrammar)) sets.set(regoName(property), named(values));
  return new Map([...sets].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The Rego module through which rules name the values of closed sets, so that OPA's type checker refuses one that does not exist. */
export function closedSetsModule(): string {
  const constants = [...closedSets()].map(
    ([name, values]) => `${name} := ${JSON.stringify(Object.fromEntries(values), null, values.size > 1 ? "\t" : "")}\n`,
  );
  return `# METADATA
# title: Closed sets
# description: The values of closed sets in rows and documents, generated from linter/rows and EMR's grammar by npm run generate.
package sets

${constants.join("\n")}`;
}

/** The leaves of a kind of rows whose values are a closed set, each with the names of its sets. */
export function closedLeaves(rowKind: string): ReadonlyMap<string, readonly string[]> {
  const kinds = new Map<string, Set<string>>();
  const seen = new Set<string>();
  const visit = (schema: unknown): void => {
    if (typeof schema !== "object" || schema === null) return;
    const { $ref, properties, ...others } = schema as Schema;
    const name = typeof $ref === "string" ? definitionOf($ref) : undefined;
    if (name !== undefined && !seen.has(name)) {
      seen.add(name);
      visit(definitions()[name]);
    }
    for (const [leaf, type] of Object.entries((properties ?? {}) as Schema)) {
      const ref = definitionOf(String((type as Schema).$ref ?? ""));
      kinds.set(leaf, (kinds.get(leaf) ?? new Set()).add(/^Leaf<(.*)>$/.exec(ref)?.[1] ?? ref));
      visit(type);
    }
    for (const part of Object.values(others)) visit(part);
  };
  visit((facts().properties as Schema)[rowKind]);
  const byUsers = Object.entries(writtenByUsers).filter(([leaf]) => leaf.split(".").every((step) => kinds.has(step)));
  const closed = [...kinds].filter(([, types]) => [...types].every((type) => valuesOf(definitions()[type])));
  return new Map<string, readonly string[]>([
    ...closed.map(([leaf, types]): [string, readonly string[]] => [leaf, [...types].map(regoName)]),
    ...byUsers.map(([leaf, property]): [string, readonly string[]] => [leaf, [regoName(property)]]),
  ]);
}

/** The values of a type that is a union of strings. */
function valuesOf(schema: Schema | undefined): readonly string[] | undefined {
  if (schema === undefined) return undefined;
  if (Array.isArray(schema.enum)) return schema.enum as readonly string[];
  if (typeof schema.const === "string") return [schema.const];
  if (typeof schema.$ref === "string") return valuesOf(definitions()[definitionOf(schema.$ref)]);
  if (!Array.isArray(schema.anyOf)) return undefined;
  const members = schema.anyOf.map((member) => valuesOf(member as Schema));
  return members.every((values) => values !== undefined) ? members.flat() : undefined;
}

function facts(): Schema {
  return JSON.parse(readFileSync(join(root, "schemas/facts.schema.json"), "utf8"));
}

function definitions(): { readonly [name: string]: Schema } {
  return facts().definitions as { readonly [name: string]: Schema };
}

function definitionOf(ref: string): string {
  return decodeURIComponent(ref.replace("#/definitions/", ""));
}

/** Words that the grammar accepts, by property. */
function wordsOf(node: Node): ReadonlyMap<string, readonly string[]> {
  const words = new Map<string, readonly string[]>();
  const add = (property: string, values: readonly string[]) =>
    words.set(property, [...new Set([...(words.get(property) ?? []), ...values])]);
  const visit = (each: Node, property: string): void => {
    if (each.kind === "text" && each.values) add(property, each.values);
    if (each.kind === "list") visit(each.items, property);
    if (each.kind !== "record" && each.kind !== "choice") return;
    const cases = each.kind === "choice" ? Object.values(each.cases) : [];
    if (each.kind === "choice") add(each.on, Object.keys(each.cases));
    for (const { required, optional } of [each, ...cases]) {
      for (const [name, child] of Object.entries({ ...required, ...optional })) visit(child, name);
    }
  };
  visit(node, "");
  return words;
}

function named(values: readonly string[]): ReadonlyMap<string, string> {
  const names = new Map(values.map((value) => [regoName(value), value]));
  if (names.size < values.length) throw new Error(`two of ${values.join(", ")} would have the same name in Rego`);
  return names;
}

/** A value or type in Rego's spelling: `AwsKms` and `SSE-KMS` become `aws_kms` and `sse_kms`. */
function regoName(value: string): string {
  return value
    .replace(/([a-z])([A-Z])/g, "$1_$2")
    .replace(/[^A-Za-z0-9]+/g, "_")
    .replace(/^_|_$/g, "")
    .toLowerCase();
}
