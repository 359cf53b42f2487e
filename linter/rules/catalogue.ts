import { readFileSync } from "node:fs";
import { join } from "node:path";
import { packageFolder } from "../package";
import type { Finding, Severity } from "../report/finding";

/** What people are told when a rule fires: how much it weighs, the fact with its limit, and what to do. */
export interface Telling {
  readonly severity: Severity;
  /** Template: `{name}` stands for a parameter of the check, `{name:date}` for one in milliseconds since 1970. */
  readonly message: string;
  /** Template as well. */
  readonly remedy: string;
}

/** A rule, as its METADATA tells. */
export interface RuleInfo extends Telling {
  /** Package path: `config.shared_key`. */
  readonly id: string;
  readonly title: string;
  /** Why it matters, in sentences. */
  readonly description: string;
  /** The kind of rows in `Facts` that the rule checks, each of them. */
  readonly subject: string;
  /** Version of this package that brought the rule; absent for those of the first. */
  readonly since?: string;
  /** Other tellings, by the `variant` of a check. */
  readonly variants: { readonly [variant: string]: Telling };
  /** More exact rules: where one of them fires on a subject, this one is silent. */
  readonly unless: readonly string[];
  readonly sources: readonly { readonly title: string; readonly url: string }[];
}

/** The rules that come with this package, by id and in the order of their ids. */
export function readCatalogue(): ReadonlyMap<string, RuleInfo> {
  const file = join(packageFolder(), "policies/dist/rules.json");
  const rules: readonly RuleInfo[] = JSON.parse(readFileSync(file, "utf8"));
  return new Map(rules.map((rule) => [rule.id, rule]));
}

/** The compiled rules that come with this package. */
export function readPolicy(): Uint8Array<ArrayBuffer> {
  return new Uint8Array(readFileSync(join(packageFolder(), "policies/dist/policy.wasm")));
}

/** Page that explains a rule, from the root of this package. */
export function docsPage(rule: string): string {
  return `docs/rules/${rule}.md`;
}

/** A variant's telling, or the rule's own. */
export function telling(rule: RuleInfo, variant?: string): Telling {
  if (variant === undefined) return rule;
  const found = Object.hasOwn(rule.variants, variant) ? rule.variants[variant] : undefined;
  if (!found)
    throw new Error(
      `${rule.id} has no variant '${variant}'; METADATA names ${Object.keys(rule.variants).join(", ") || "none"}`,
    );
  return found;
}

/** Names of the parameters that a template asks for. */
export function placeholders(template: string): readonly string[] {
  return [...template.matchAll(placeholder)].map((match) => match[1] ?? "");
}

/** Fills a template. Throws where a parameter is missing. */
export function fill(template: string, params: Finding["params"]): string {
  return template.replace(placeholder, (_, name: string, form?: string) => {
    const value = Object.hasOwn(params, name) ? params[name] : undefined;
    if (value === undefined) throw new Error(`no parameter '${name}' for the template "${template}"`);
    return form === "date" && typeof value === "number" ? date(value) : String(value ?? "nothing");
  });
}

/** A check's parameters as people read them: a wrapped value as itself, a reference as what it points to. */
export function plainParams(params: { readonly [name: string]: unknown }): Finding["params"] {
  return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, plain(value)]));
}

const placeholder = /\{([A-Za-z]\w*)(?::(date))?\}/g;

function plain(value: unknown): string | number | boolean | null {
  if (value === null || typeof value === "number" || typeof value === "boolean" || typeof value === "string")
    return value;
  if (Array.isArray(value)) return value.map((each) => String(plain(each))).join(", ");
  if (typeof value === "object" && value !== null) {
    if ("known" in value) return plain(value.known);
    if ("reference" in value) return plainReference(value.reference as { address: string; attribute: string });
    if ("unknown" in value) return `(${value.unknown})`;
  }
  return JSON.stringify(value);
}

/** A reference as Terraform writes it. */
export function plainReference({
  address,
  attribute,
}: {
  readonly address: string;
  readonly attribute: string;
}): string {
  return attribute === "" ? address : `${address}.${attribute}`;
}

/** Day of a time, in UTC; a time out of range of dates as its number. */
function date(milliseconds: number): string {
  return Math.abs(milliseconds) <= 8.64e15 ? new Date(milliseconds).toISOString().slice(0, -14) : String(milliseconds);
}
