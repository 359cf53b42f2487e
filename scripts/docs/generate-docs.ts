import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type RuleInfo, readCatalogue } from "../../linter/rules/catalogue";
import { bundleCases, withoutCase } from "../../test/support/rules/bundle-cases";
import { readExamples } from "../../test/support/rules/examples";
import { renewed } from "../../test/support/rules/repairs";
import { readStackCase } from "../../test/support/rules/stacks";
import { root } from "../policies/opa";
import { evidencePage, ruleIndex, rulePage } from "./rule-pages";
import { shownBundle } from "./shown-bundle";
import type { Shown } from "./shown-sections";
import { shownStack } from "./shown-stack";

/** Every page about rules, by its path from `docs/rules`. */
export async function rulePages(): Promise<ReadonlyMap<string, string>> {
  const rules = [...readCatalogue().values()];
  const pages = new Map([["README.md", ruleIndex(rules)]]);
  for (const rule of rules) pages.set(`${rule.id}.md`, rulePage(rule, readExamples(rule.id), await shown(rule)));
  return pages;
}

/** The case of a rule, run through the real readers. */
async function shown({ id }: RuleInfo): Promise<Shown> {
  const stack = readStackCase(id);
  if (stack) return { stack: shownStack(id, stack) };
  const bundle = bundleCases[id];
  if (bundle) return { bundle: await shownBundle(id, bundle()) };
  const without = withoutCase[id];
  return without === undefined ? {} : { without, repair: renewed("by your CA").join("\n") };
}

/** Writes the pages, and removes those of rules that are no more. */
async function generate(): Promise<void> {
  const folder = join(root, "docs/rules");
  mkdirSync(folder, { recursive: true });
  const pages = await rulePages();
  for (const file of readdirSync(folder)) if (!pages.has(file)) rmSync(join(folder, file));
  for (const [file, page] of pages) writeFileSync(join(folder, file), page);
  writeFileSync(join(root, "docs/evidence.md"), evidence());
}

/** The page that lists the rules by their evidence, `docs/evidence.md`. */
export function evidence(): string {
  return evidencePage([...readCatalogue().values()]);
}

if (require.main === module) void generate();
