import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { hasPackageFile, packageFolder } from "../linter/package";
import { docsPage } from "../linter/rules/catalogue";

/** Address of the page of a rule, as it is installed with the package; undefined for a rule that has none. */
export function rulePageAddress(rule: string): string | undefined {
  if (!/^[a-z0-9_]+\.[a-z0-9_]+$/.test(rule)) return undefined;
  const page = docsPage(rule);
  return hasPackageFile(page) ? pathToFileURL(join(packageFolder(), page)).href : undefined;
}
