import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Blocks of Terraform by type and name; documents (`configuration`, `policy`) are objects, which `jsonencode` writes. */
export type Blocks = { readonly [type: string]: { readonly [name: string]: { readonly [argument: string]: unknown } } };

/** What a user writes, in Terraform's JSON syntax. */
export interface Stack {
  readonly variable?: { readonly [name: string]: object };
  /** One provider block, or a list of them: those after the first have an `alias`. */
  readonly provider?: { readonly [name: string]: object };
  readonly data?: Blocks;
  readonly resource: Blocks;
}

/** A mistake as it is written, and where it is small the same without it. */
export interface StackCase {
  readonly wrong: Stack;
  readonly right?: Stack;
  /** The stack before the change, for rules about what a plan does. */
  readonly before?: Stack;
  /** What the state contains, where it differs from what was ever written. */
  readonly state?: Stack;
  /** Files beside the stack, by name. */
  readonly files?: { readonly [name: string]: CaseFile };
}

/** A file of a case: a bundle without a mistake, a JAR of the fixtures with more entries, or text. */
export type CaseFile =
  | { readonly bundle: "good" }
  | { readonly jar: string; readonly with?: { readonly [entry: string]: string } }
  | { readonly text: string };

/** Arguments whose value is a document. */
export const documents: readonly string[] = ["configuration", "policy", "assume_role_policy", "configurations_json"];

const folder = join(__dirname, "../../../policies/rules");

/** The case of a rule; undefined for one that has none. */
export function readStackCase(rule: string): StackCase | undefined {
  const file = join(folder, ...rule.split("."), "stack.json");
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : undefined;
}
