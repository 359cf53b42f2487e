import { packageFile } from "../package";
import type { Severity } from "../report/finding";

/**
 * How strong the claim of a rule is: `refused` an error message or a run shows the refusal, `documented` AWS or a standard says so,
 * `fails` a program that the tests run fails, `recommended` a source recommends it, `practice` a practice of this project.
 */
export type Evidence = "refused" | "documented" | "fails" | "recommended" | "practice";

/** What a rule, or one of its variants, reports: the severity, the fact with its limit, and what to do. */
export interface RuleText {
  readonly severity: Severity;
  /**
   * Template: `{key.bits}` represents a leaf of the row, `{thresholds.rsaBits}` a limit, another name a parameter of the
   * check; `{notAfter:date}` prints milliseconds since 1970 as a day.
   */
  readonly message: string;
  /** Template as well. */
  readonly remedy: string;
}

/** A rule, as its METADATA describes it. */
export interface RuleInfo extends RuleText {
  /** Package path: `config.shared_key`. */
  readonly id: string;
  readonly title: string;
  /** Why it matters, in sentences. */
  readonly description: string;
  /** The kind of rows in `Facts` that the rule evaluates. */
  readonly rowKind: string;
  /** The list in each row that it evaluates item by item; a row without items needs no verdict. */
  readonly each?: string;
  /** Whether a run fails where this rule is not evaluated, whatever `--strict` names, or reports a warning. */
  readonly strict?: true;
  /** How strong the claim is. */
  readonly evidence?: Evidence;
  /** Day on which the sources were last read, `2026-11-28`. */
  readonly read?: string;
  /** Version of this package that introduced the rule; absent for the first version. */
  readonly since?: string;
  /** Texts of the variants, by the `variant` of a check. */
  readonly variants: { readonly [variant: string]: RuleText };
  /** More exact rules: where one of them reports a row, this one does not. */
  readonly supersededBy: readonly string[];
  readonly sources: readonly { readonly title: string; readonly url: string }[];
}

let catalogue: ReadonlyMap<string, RuleInfo> | undefined;

/** The rules that come with this package, by id and in the order of their ids. */
export function readCatalogue(): ReadonlyMap<string, RuleInfo> {
  if (!catalogue) {
    const rules: readonly RuleInfo[] = JSON.parse(packageFile("policies/dist/rules.json").toString("utf8"));
    catalogue = new Map(rules.map((rule) => [rule.id, rule]));
  }
  return catalogue;
}

/** The compiled rules that come with this package. */
export function readPolicy(): Uint8Array<ArrayBuffer> {
  return new Uint8Array(packageFile("policies/dist/policy.wasm"));
}

/** Page that explains a rule, from the root of this package. */
export function docsPage(rule: string): string {
  return `docs/rules/${rule}.md`;
}

/** The text of a variant, or the rule's own. */
export function textOf(rule: RuleInfo, variant?: string): RuleText {
  if (variant === undefined) return rule;
  const found = Object.hasOwn(rule.variants, variant) ? rule.variants[variant] : undefined;
  if (!found)
    throw new Error(
      `${rule.id} has no variant '${variant}'; METADATA names ${Object.keys(rule.variants).join(", ") || "none"}`,
    );
  return found;
}
