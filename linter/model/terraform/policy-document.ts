import { parseDocument, writeDocument } from "../values/document";
import { isRecord, type Symbolic, Unknown } from "../values/symbolic";
import { notFollowed, referencesIn } from "../values/unknowns";
import type { ResourceView } from "./resource-view";

/**
 * The JSON of a data source `aws_iam_policy_document`, with references where its statements have them.
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/iam_policy_document
 */
export function policyDocument(resource: ResourceView): Symbolic | undefined {
  const statements = blocks(resource.attribute("statement"));
  if (!statements) return undefined;
  const own: PolicyParts = {
    version: present(resource.attribute("version")) ?? "2012-10-17",
    id: present(resource.attribute("policy_id")),
    statements: statements.map(statement),
  };
  const sources = documentsOf(resource, SOURCES);
  if (sources instanceof Unknown) return sources;
  const overrides = documentsOf(resource, OVERRIDES);
  if (overrides instanceof Unknown) return overrides;
  const { version, id, statements: all } = [...sources, own, ...overrides].reduce(mergeDocuments);
  return writeDocument(Object.fromEntries([["Version", version], ...optional("Id", id), ["Statement", all]]));
}

/** Arguments with documents that the own statements are merged into, and that are merged into these; the older names first. */
const SOURCES = ["source_json", "source_policy_documents"];
const OVERRIDES = ["override_json", "override_policy_documents"];

type Entries = readonly (readonly [string, Symbolic])[];

/** The parts of a policy. */
interface PolicyParts {
  readonly version: Symbolic;
  readonly id: Symbolic | undefined;
  readonly statements: readonly Symbolic[];
}

function documentsOf(resource: ResourceView, names: readonly string[]): readonly PolicyParts[] | Unknown {
  const documents: PolicyParts[] = [];
  for (const name of names) {
    const given = resource.attribute(name) ?? [];
    const texts = (Array.isArray(given) ? given : [given]).filter((text) => text !== null && text !== "");
    const parsed = texts.map(partsOf);
    if (!parsed.every((document) => document !== undefined)) {
      return notFollowed(`${name} of ${resource.address}`, referencesIn(given));
    }
    documents.push(...parsed);
  }
  return documents;
}

function partsOf(text: Symbolic): PolicyParts | undefined {
  const parsed = parseDocument(text);
  const document = "document" in parsed ? parsed.document : undefined;
  if (!isRecord(document)) return undefined;
  const statements = blocks(document.Statement);
  return statements && { version: document.Version ?? "", id: present(document.Id), statements };
}

/** Statements replace those with the same Sid; the others are added. The later version counts. */
function mergeDocuments(into: PolicyParts, document: PolicyParts): PolicyParts {
  const statements = [...into.statements];
  for (const added of document.statements) {
    const sid = sidOf(added);
    const at = sid === undefined ? -1 : statements.findIndex((existing) => sidOf(existing) === sid);
    if (at === -1) statements.push(added);
    else statements[at] = added;
  }
  const isLater = typeof into.version !== "string" || String(document.version) > into.version;
  return { version: isLater ? document.version : into.version, id: document.id ?? into.id, statements };
}

function sidOf(statement: Symbolic): string | undefined {
  const sid = isRecord(statement) ? statement.Sid : undefined;
  return typeof sid === "string" && sid !== "" ? sid : undefined;
}

function statement(value: Symbolic): Symbolic {
  if (!isRecord(value)) return value;
  return Object.fromEntries([
    ...optional("Sid", value.sid),
    ["Effect", present(value.effect) ?? "Allow"],
    ...oneOrMany("Action", value.actions),
    ...oneOrMany("NotAction", value.not_actions),
    ...oneOrMany("Resource", value.resources),
    ...oneOrMany("NotResource", value.not_resources),
    ...principals("Principal", value.principals),
    ...principals("NotPrincipal", value.not_principals),
    ...conditions(value.condition),
  ]);
}

function principals(name: string, value: Symbolic = null): Entries {
  const entries = new Map<string, Symbolic>();
  const given = blocks(value);
  if (!given) return [[name, value]];
  if (given.length === 0) return [];
  for (const block of given) {
    if (!isRecord(block)) return [[name, block]];
    const { type, identifiers } = block;
    if (typeof type !== "string")
      return [[name, notFollowed("a principal whose type is not known yet", referencesIn(block))]];
    if (type === "*") return [[name, "*"]];
    entries.set(type, together(entries.get(type), identifiers ?? null));
  }
  return [[name, withSingles(entries)]];
}

function conditions(value: Symbolic = null): Entries {
  const tests = new Map<string, Map<string, Symbolic>>();
  const given = blocks(value);
  if (!given) return [["Condition", value]];
  for (const block of given) {
    if (!isRecord(block)) return [["Condition", block]];
    const { test, variable, values } = block;
    if (typeof test !== "string" || typeof variable !== "string") {
      return [["Condition", notFollowed("a condition that is not known yet", referencesIn(block))]];
    }
    const variables = tests.get(test) ?? new Map<string, Symbolic>();
    variables.set(variable, together(variables.get(variable), values ?? null));
    tests.set(test, variables);
  }
  if (tests.size === 0) return [];
  const entries = [...tests].map(([test, variables]) => [test, withSingles(variables)] as const);
  return [["Condition", Object.fromEntries(entries)]];
}

/** Nested blocks as a list; undefined where they are not known yet. */
function blocks(value: Symbolic | undefined): readonly Symbolic[] | undefined {
  if (Array.isArray(value)) return value;
  if (value === undefined || value === null) return [];
  return isRecord(value) ? [value] : undefined;
}

function together(before: Symbolic | undefined, values: Symbolic): Symbolic {
  const listed = Array.isArray(values) ? values : [values];
  if (before === undefined) return values;
  return [...(Array.isArray(before) ? before : [before]), ...listed];
}

function withSingles(lists: ReadonlyMap<string, Symbolic>): Symbolic {
  return Object.fromEntries([...lists].map(([name, values]) => [name, single(values)]));
}

/** The provider writes a list of one as the string alone. */
function single(values: Symbolic): Symbolic {
  const [only, ...others] = Array.isArray(values) ? values : [];
  return only !== undefined && others.length === 0 ? only : values;
}

function oneOrMany(name: string, value: Symbolic | undefined): Entries {
  if (value === undefined || value === null || (Array.isArray(value) && value.length === 0)) return [];
  return [[name, single(value)]];
}

function optional(name: string, value: Symbolic | undefined): Entries {
  const given = present(value);
  return given === undefined ? [] : [[name, given]];
}

function present(value: Symbolic | undefined): Symbolic | undefined {
  return value === undefined || value === null || value === "" ? undefined : value;
}
