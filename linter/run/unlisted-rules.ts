import type { HiddenDocument } from "../facts/build-facts";
import type { ReadInput } from "../read/input";
import type { NotEvaluated, Notice } from "../report/finding";
import type { RuleInfo } from "../rules/catalogue";

/**
 * Rules about how resources are written. An account has no code: a configuration that no cluster uses now may be the one that a scheduler
 * names tomorrow, and whether a change of an object's file is seen, or what a cluster waits for, is a matter of its Terraform code.
 */
const ABOUT_CODE: ReadonlySet<string> = new Set([
  "cluster.missing_dependency",
  "config.unused",
  "object.change_unseen",
  "object.not_in_plan",
  "config.not_visible",
  "key.deletion_window_short",
]);

/** Whether a rule applies to a kind of input. */
export function appliesTo(rule: string, kind: ReadInput["kind"]): boolean {
  return kind !== "account" || !ABOUT_CODE.has(rule);
}

/** Rules over rows that an audit could not list, once for each reason. */
export function unlistedRules(
  { input, stack, gaps = [] }: ReadInput,
  catalogue: ReadonlyMap<string, RuleInfo>,
  chosen: ReadonlySet<string>,
): readonly NotEvaluated[] {
  const place = { input, stack, address: "", within: "", path: [] };
  return gaps.flatMap(({ kinds, reason, resolveWith }) =>
    [...catalogue.values()]
      .filter(({ id, rowKind }) => kinds.includes(rowKind) && chosen.has(id) && appliesTo(id, "account"))
      .map(({ id }) => ({ ...place, rule: id, reason, resolveWith })),
  );
}

/** Kinds of rows about what a security configuration names. */
const NAMED: ReadonlySet<string> = new Set([
  "keys",
  "keyUses",
  "objects",
  "providers",
  "bundles",
  "bundleFiles",
  "certificates",
  "certificateDomains",
]);

/**
 * Rules over what an unknown document names. Known references are checked nonetheless, but the text may name more than the references that
 * a plan keeps.
 */
export function rulesBehind(
  { address, reason, resolveWith }: HiddenDocument,
  { input, stack, kind }: ReadInput,
  { catalogue, chosen }: { readonly catalogue: ReadonlyMap<string, RuleInfo>; readonly chosen: ReadonlySet<string> },
): readonly NotEvaluated[] {
  const place = { input, stack, address, within: "", path: ["configuration"] };
  return [...catalogue.values()]
    .filter(({ id, rowKind }) => NAMED.has(rowKind) && chosen.has(id) && appliesTo(id, kind))
    .map(({ id }) => ({ ...place, rule: id, reason, resolveWith }));
}

/** What reading an input reports besides: objects that do not exist, and why an audit or a plan is not complete. */
export function readingNotices({ input, kind, incomplete, notices = [] }: ReadInput): readonly Notice[] {
  if (incomplete === undefined) return notices;
  const what = kind === "account" ? "audit" : kind;
  return [...notices, { kind: `incomplete ${what}`, message: `${input} is not complete: ${incomplete}` }];
}
