import { writeDocument } from "../values/document";
import { isRecord, type Symbolic } from "../values/symbolic";
import { notFollowed, referencesIn } from "../values/unknowns";
import type { ResourceView } from "./resource-view";

/**
 * The JSON of a data source `aws_iam_policy_document`, with references where its statements have them.
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/iam_policy_document
 */
export function policyDocument(resource: ResourceView): Symbolic | undefined {
  for (const name of ["source_policy_documents", "override_policy_documents", "source_json", "override_json"]) {
    const merged = resource.attribute(name);
    if (merged === undefined || merged === null || (Array.isArray(merged) && merged.length === 0)) continue;
    return notFollowed(`${name} of ${resource.address}`, referencesIn(merged));
  }
  const statements = blocks(resource.attribute("statement"));
  if (!statements) return undefined;
  const written = statements.map(statement);
  return writeDocument(
    Object.fromEntries([
      ["Version", present(resource.attribute("version")) ?? "2012-10-17"],
      ...optional("Id", resource.attribute("policy_id")),
      ["Statement", written],
    ]),
  );
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

function principals(name: string, value: Symbolic | undefined): readonly (readonly [string, Symbolic])[] {
  const entries = new Map<string, Symbolic>();
  const given = blocks(value);
  if (!given) return value === undefined || value === null ? [] : [[name, value]];
  if (given.length === 0) return [];
  for (const block of given) {
    if (!isRecord(block)) return [[name, block]];
    const { type, identifiers } = block;
    if (typeof type !== "string")
      return [[name, notFollowed("a principal whose type is not known yet", referencesIn(block))]];
    if (type === "*") return [[name, "*"]];
    entries.set(type, together(entries.get(type), identifiers ?? null));
  }
  return [[name, Object.fromEntries([...entries].map(([type, identifiers]) => [type, single(identifiers)]))]];
}

function conditions(value: Symbolic | undefined): readonly (readonly [string, Symbolic])[] {
  const tests = new Map<string, Map<string, Symbolic>>();
  const given = blocks(value);
  if (!given) return value === undefined || value === null ? [] : [["Condition", value]];
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
  const entries = [...tests].map(
    ([test, variables]) =>
      [test, Object.fromEntries([...variables].map(([name, values]) => [name, single(values)]))] as const,
  );
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

/** The provider writes a list of one as the string alone. */
function single(values: Symbolic): Symbolic {
  const [only, ...others] = Array.isArray(values) ? values : [];
  return only !== undefined && others.length === 0 ? only : values;
}

function oneOrMany(name: string, value: Symbolic | undefined): readonly (readonly [string, Symbolic])[] {
  if (value === undefined || value === null || (Array.isArray(value) && value.length === 0)) return [];
  return [[name, single(value)]];
}

function optional(name: string, value: Symbolic | undefined): readonly (readonly [string, Symbolic])[] {
  const given = present(value);
  return given === undefined ? [] : [[name, given]];
}

function present(value: Symbolic | undefined): Symbolic | undefined {
  return value === undefined || value === null || value === "" ? undefined : value;
}
