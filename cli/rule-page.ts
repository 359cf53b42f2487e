import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { packageFolder } from "../linter/package";
import { docsPage } from "../linter/rules/catalogue";

/** Address of the page of a rule, as it is installed with the package; undefined for a rule that has none. */
export function rulePageAddress(rule: string): string | undefined {
  if (!/^[a-z0-9_]+\.[a-z0-9_]+$/.test(rule)) return undefined;
  const file = join(packageFolder(), docsPage(rule));
  return existsSync(file) ? pathToFileURL(file).href : undefined;
}
