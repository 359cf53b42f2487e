import type { KeyPolicyStatement } from "./statement";

/** A policy as it was read: members of any kind, in their order. */
export interface WrittenPolicy {
  readonly [name: string]: unknown;
}

type WrittenStatement = { readonly [name: string]: unknown };

/**
 * Adds statements to a key policy and leaves the rest unchanged. If an equivalent statement exists, the new principals are added to it; if
 * it has all of them, nothing changes. A Sid that another statement has gets a number.
 */
export function mergeStatements(policy: WrittenPolicy, statements: readonly KeyPolicyStatement[]): WrittenPolicy {
  const written = policy.Statement;
  const before: readonly WrittenStatement[] = Array.isArray(written) ? written : written === undefined ? [] : [written];
  let merged = before;
  for (const statement of statements) {
    const at = merged.findIndex((other) => doesTheSame(other, statement));
    const same = merged[at];
    merged = same
      ? merged.with(at, { ...same, Principal: joinedPrincipals(same.Principal, statement.Principal) })
      : [...merged, { ...withFreeSid(statement, merged) }];
  }
  return { Version: "2012-10-17", ...policy, Statement: merged };
}

function doesTheSame(other: WrittenStatement, statement: KeyPolicyStatement): boolean {
  const strange = Object.keys(other).filter(
    (name) => !["Sid", "Effect", "Principal", "Action", "Resource", "Condition"].includes(name),
  );
  return (
    strange.length === 0 &&
    other.Effect === statement.Effect &&
    typeof other.Principal === "object" &&
    other.Principal !== null &&
    String(other.Resource) === statement.Resource &&
    normal(lowered(list(other.Action))) === normal(lowered(list(statement.Action))) &&
    normal(other.Condition) === normal(statement.Condition)
  );
}

function joinedPrincipals(before: unknown, added: KeyPolicyStatement["Principal"]): unknown {
  const principals: { [type: string]: unknown } = { ...(before as object) };
  for (const [type, names] of Object.entries(added)) {
    const there = list(principals[type]);
    const missing = list(names).filter((name) => !there.includes(name));
    if (missing.length > 0) principals[type] = [...there, ...missing];
  }
  return principals;
}

function withFreeSid(statement: KeyPolicyStatement, others: readonly WrittenStatement[]): KeyPolicyStatement {
  const taken = new Set(others.map(({ Sid }) => Sid));
  if (statement.Sid === undefined || !taken.has(statement.Sid)) return statement;
  let number = 2;
  while (taken.has(`${statement.Sid}${number}`)) number++;
  return { ...statement, Sid: `${statement.Sid}${number}` };
}

function list(value: unknown): readonly unknown[] {
  return value === undefined || value === null ? [] : Array.isArray(value) ? value : [value];
}

function lowered(actions: readonly unknown[]): readonly string[] {
  return actions.map((action) => String(action).toLowerCase()).sort();
}

/** One spelling for statements that IAM treats as equal: members in any order, one value alone or as a list. */
function normal(value: unknown): string {
  if (Array.isArray(value)) return value.length === 1 ? normal(value[0]) : `[${value.map(normal).sort().join()}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(String(value));
  const members = Object.entries(value).map(([name, member]) => `${JSON.stringify(name)}:${normal(member)}`);
  return `{${members.sort().join()}}`;
}
