import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Blocks of Terraform by type and name; documents (`configuration`, `policy`) are objects, which `jsonencode` writes. */
export type Blocks = { readonly [type: string]: { readonly [name: string]: { readonly [argument: string]: unknown } } };

/** What somebody writes, in Terraform's JSON syntax. */
export interface Stack {
  readonly provider?: { readonly [name: string]: object };
  readonly data?: Blocks;
  readonly resource: Blocks;
}

/** A mistake as it is written, and where it is small the same without it. */
export interface StackCase {
  readonly wrong: Stack;
  readonly right?: Stack;
}

/** Arguments that hold a document. */
export const documents: readonly string[] = ["configuration", "policy", "assume_role_policy"];

const folder = join(__dirname, "../../../policies/rules");

/** The case of a rule; undefined for one that has none. */
export function readStackCase(rule: string): StackCase | undefined {
  const file = join(folder, ...rule.split("."), "stack.json");
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : undefined;
}

/** The stack as Terraform's JSON syntax, with documents as text. */
export function stackText(stack: Stack): string {
  return JSON.stringify(closed(stack), null, 2);
}

function closed(value: unknown, name = ""): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (!Array.isArray(value) && documents.includes(name)) return JSON.stringify(value);
  if (Array.isArray(value)) return value.map((item) => closed(item));
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, closed(member, key)]));
}
