import { readFileSync } from "node:fs";
import { resolve } from "node:path";

/** A rule as the site lists it. */
export interface RuleEntry {
  readonly id: string;
  readonly area: string;
  readonly title: string;
  readonly severity: string;
  /** Kind of rows that the rule evaluates. */
  readonly rows: string;
  /** Site of its first source. */
  readonly source: string;
}

interface CatalogueRule {
  readonly id: string;
  readonly title: string;
  readonly severity: string;
  readonly rowKind: string;
  readonly sources: readonly { readonly url: string }[];
}

const file = resolve(__dirname, "../policies/dist/rules.json");
const catalogue = JSON.parse(readFileSync(file, "utf8")) as
  | readonly CatalogueRule[]
  | { readonly rules: readonly CatalogueRule[] };

/** Every rule of the catalogue, in its order. */
export const rules: readonly RuleEntry[] = ("rules" in catalogue ? catalogue.rules : catalogue).map((rule) => ({
  id: rule.id,
  area: rule.id.split(".")[0] ?? "",
  title: rule.title,
  severity: rule.severity,
  rows: rule.rowKind,
  source: rule.sources[0] ? new URL(rule.sources[0].url).hostname : "",
}));
