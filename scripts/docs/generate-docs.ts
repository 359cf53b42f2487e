import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readCatalogue } from "../../linter/rules/catalogue";
import { readExamples } from "../../test/support/rules/examples";
import { readStackCase } from "../../test/support/rules/stacks";
import { root } from "../policies/opa";
import { evidencePage, ruleIndex, rulePage } from "./rule-pages";
import { shownStack } from "./shown-stack";

/** Every page about rules, by its path from `docs/rules`. */
export function rulePages(): ReadonlyMap<string, string> {
  const rules = [...readCatalogue().values()];
  const pages = rules.map((rule) => {
    const stack = readStackCase(rule.id);
    return [`${rule.id}.md`, rulePage(rule, readExamples(rule.id), stack && shownStack(rule.id, stack))] as const;
  });
  return new Map([["README.md", ruleIndex(rules)], ...pages]);
}

/** Writes the pages, and removes those of rules that are no more. */
function generate(): void {
  const folder = join(root, "docs/rules");
  mkdirSync(folder, { recursive: true });
  const pages = rulePages();
  for (const file of readdirSync(folder)) if (!pages.has(file)) rmSync(join(folder, file));
  for (const [file, page] of pages) writeFileSync(join(folder, file), page);
  writeFileSync(join(root, "docs/evidence.md"), evidence());
}

/** The page that lists the rules by their evidence, `docs/evidence.md`. */
export function evidence(): string {
  return evidencePage([...readCatalogue().values()]);
}

if (require.main === module) generate();
