import { UsageError } from "../errors";
import { LINT_NEXT_PLAN } from "../model/values/unknowns";
import { packageFile } from "../package";
import type { Facts } from "../rows/facts";
import type { Row } from "../rows/row";

/** A row of facts in a few words, and what the rule says about it; `policies/README.md` explains the format. */
export interface Example {
  /** The situation, as a sentence. */
  readonly title: string;
  /** The leaves that matter; the others are known to be absent. */
  readonly row: { readonly [name: string]: unknown };
  /** Default: production, which nothing declares. */
  readonly environment?: string;
  readonly thresholds?: Partial<Facts["thresholds"]>;
  /** Default: 2026-11-23T12:00:00Z. */
  readonly evaluatedAt?: number;
  /** The messages of all findings, in order; of bad examples. */
  readonly says?: readonly string[];
}

/** Default limits. */
export const thresholds: Facts["thresholds"] = JSON.parse(
  packageFile("policies/settings/thresholds.json").toString("utf8"),
);

/** A rule's examples; `unknown` ones are neither good nor bad before more is known. */
export interface Examples {
  readonly bad: readonly Example[];
  readonly good: readonly Example[];
  readonly unknown: readonly Example[];
}

/** An example as whole facts: one row of the rule's kind, every leaf in its place. */
export function exampleFacts(kind: string, example: Example): Facts {
  const { row, environment = "production", evaluatedAt = Date.UTC(2026, 10, 23, 12) } = example;
  const rows = { [kind]: [completeRow(kind, row)] };
  const limits = { ...thresholds, ...example.thresholds };
  const environmentAssumed = example.environment === undefined;
  return { ...noFacts(), evaluatedAt, environment, environmentAssumed, thresholds: limits, ...rows };
}

/** Names of the kinds of rows. */
export function kinds(): readonly string[] {
  const properties = Object.entries(schema().properties ?? {});
  return properties.filter(([, { type }]) => type === "array").map(([kind]) => kind);
}

/** Facts about nothing: every kind without rows. */
export function noFacts(): Facts {
  const empty = Object.fromEntries(kinds().map((kind) => [kind, []]));
  return {
    evaluatedAt: 0,
    environment: "production",
    environmentAssumed: true,
    thresholds,
    ...empty,
  } as unknown as Facts;
}

/** A row of a kind with all its leaves: those given, the others known to be absent. */
export function completeRow(kind: string, given: Example["row"]): Row {
  const rows = schema().properties?.[kind];
  if (!rows?.items) throw new UsageError(`'${kind}' is not a kind of rows; kinds: ${kinds().join(", ")}`);
  return complete(rows.items, { id: kind, ...given }, kind) as Row;
}

function resolved(part: Schema | undefined): Schema {
  if (part?.$ref === undefined) return part ?? {};
  return schema().definitions[decodeURIComponent(part.$ref.replace("#/definitions/", ""))] ?? {};
}

interface Schema {
  readonly enum?: readonly string[];
  readonly anyOf?: readonly Schema[];
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly properties?: { readonly [name: string]: Schema };
  readonly items?: Schema;
}

let read: (Schema & { readonly definitions: { readonly [name: string]: Schema } }) | undefined;

function schema(): NonNullable<typeof read> {
  read ??= JSON.parse(packageFile("schemas/facts.schema.json").toString("utf8")) as NonNullable<typeof read>;
  return read;
}

function complete(part: Schema, given: unknown, at: string): unknown {
  const name = part.$ref ? decodeURIComponent(part.$ref.replace("#/definitions/", "")) : "";
  if (name.startsWith("Leaf<")) return leaf(given);
  if (name === "WrittenAt" && given === undefined) return { address: "", path: [] };
  const { type, properties = {}, items } = name === "" ? part : (schema().definitions[name] ?? {});
  if (type === "object") {
    const record = (given ?? {}) as { readonly [name: string]: unknown };
    const strange = Object.keys(record).filter((key) => !Object.hasOwn(properties, key));
    if (strange.length > 0)
      throw new UsageError(`${at} has no ${strange.join(", ")}; it has ${Object.keys(properties).join(", ")}`);
    return Object.fromEntries(
      Object.entries(properties).map(([key, value]) => [key, complete(value, record[key], `${at}.${key}`)]),
    );
  }
  if (type === "array" && items) {
    return ((given ?? []) as readonly unknown[]).map((each, i) => complete(items, each, `${at}[${i}]`));
  }
  if (given === undefined) throw new UsageError(`${at} is missing; every example must set it, as a plain ${type}`);
  return given;
}

/** A plain value is known; `{"reference": "aws_kms_key.s3.arn"}` and `{"unknown": "known after apply"}` are short for their leaves. */
function leaf(given: unknown): unknown {
  if (typeof given !== "object" || given === null || Array.isArray(given)) return { known: given ?? null };
  if ("reference" in given && typeof given.reference === "string") {
    const dot = given.reference.lastIndexOf(".");
    return { reference: { address: given.reference.slice(0, dot), attribute: given.reference.slice(dot + 1) } };
  }
  return "unknown" in given ? { resolveWith: LINT_NEXT_PLAN, ...given } : { known: given };
}

/** What the leaf at a place of a kind of rows contains: `boolean`, `string`, `number`, or its words. */
export function leafType(kind: string, path: readonly (string | number)[]): string | readonly string[] {
  const start = schema().properties?.[kind]?.items;
  const leaf = path.reduce<Schema | undefined>((part, step) => {
    const { properties, items } = resolved(part);
    return typeof step === "number" ? items : properties?.[step];
  }, start);
  const known = resolved(resolved(leaf).anyOf?.[0]).properties?.known;
  const held = resolved((known?.anyOf ?? []).find((each) => resolved(each).type !== "null") ?? known);
  return held.enum ?? [held.type ?? ""].flat().find((type) => type !== "null") ?? "";
}
