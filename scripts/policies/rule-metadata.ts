import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import Ajv from "ajv";
import type { RuleInfo, RuleText } from "../../linter/rules/catalogue";
import pageNames from "../../policies/sources.json";
import { opa, root } from "./opa";

interface Annotated {
  readonly annotations: Annotations & { readonly scope: string };
  readonly location: { readonly file: string };
  readonly path: readonly { readonly value: string }[];
}

/** METADATA of a rule's package, as `policies/metadata.schema.json` has it. */
interface Annotations {
  readonly title: string;
  readonly description: string;
  readonly related_resources: readonly { readonly description?: string; readonly ref: string }[];
  readonly custom: {
    readonly each?: string;
    readonly severity: RuleInfo["severity"];
    readonly strict?: true;
    readonly evidence?: RuleInfo["evidence"];
    readonly read?: string;
    readonly message: string;
    readonly remedy: string;
    readonly since?: string;
    readonly variants?: { readonly [variant: string]: Partial<RuleText> };
    readonly superseded_by?: readonly string[];
  };
}

/** METADATA of every rule in a folder, sorted by id; throws where it is not what `policies/metadata.schema.json` says. */
export function readRules(folder = "policies"): readonly RuleInfo[] {
  const schema = JSON.parse(readFileSync(join(root, "policies/metadata.schema.json"), "utf8"));
  const valid = new Ajv({ allErrors: true }).compile<Annotations>(schema);
  const inspected: { annotations?: Annotated[] } = JSON.parse(
    opa(["inspect", "--annotations", "--format", "json", folder]),
  );
  const packages = (inspected.annotations ?? []).filter(
    ({ annotations, path }) => annotations.scope === "package" && path[1]?.value === "rules",
  );
  return packages
    .map(({ annotations: { scope, ...metadata }, location, path }) => {
      const id = path
        .slice(2)
        .map((part) => part.value)
        .join(".");
      if (!valid(metadata)) {
        const faults = valid.errors?.map((e) => `${e.instancePath || "/"} ${e.message} ${JSON.stringify(e.params)}`);
        throw new Error(`METADATA of ${location.file}: ${faults?.join("; ")}`);
      }
      return ruleInfo(id, rowKindOf(location.file), metadata);
    })
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** The kind of rows that the checks of a rule evaluate: `certificates` for `some c in input.certificates`. */
export function rowKindOf(file: string): string {
  const source = readFileSync(resolve(root, file), "utf8");
  const [kind, ...others] = new Set([...source.matchAll(/\bsome \w+ in input\.(\w+)/g)].map(([, kind = ""]) => kind));
  if (kind === undefined || others.length > 0) {
    throw new Error(`${file}: its checks evaluate one kind of rows, as in some c in input.certificates`);
  }
  return kind;
}

/** What a page is called that a rule cites by its address alone. */
function pageName(url: string): string {
  const name = (pageNames as { readonly [url: string]: string })[url];
  if (name === undefined) throw new Error(`${url}: give it a description, or a name in policies/sources.json`);
  return name;
}

function ruleInfo(
  id: string,
  rowKind: string,
  { title, description, related_resources, custom }: Annotations,
): RuleInfo {
  const sources = related_resources.map(({ description: name, ref: url }) => ({ title: name ?? pageName(url), url }));
  const line = (text: string) => text.trim().replace(/\n(?!\n)/g, " ");
  const { each, severity, strict, evidence, read, message, remedy, since } = custom;
  const { superseded_by: supersededBy = [] } = custom;
  const variants = Object.fromEntries(
    Object.entries(custom.variants ?? {}).map(([name, own]) => [name, { message, remedy, severity, ...own }]),
  );
  const optional = Object.fromEntries(
    Object.entries({ each, strict, evidence, read, since }).filter(([, value]) => value !== undefined),
  );
  const text = { severity, message, remedy, variants, supersededBy };
  return { id, title, description: line(description), rowKind, ...optional, ...text, sources };
}
