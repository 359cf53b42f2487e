import { readFileSync } from "node:fs";
import { resolve } from "node:path";

interface CatalogueRule {
  readonly id: string;
  readonly title: string;
  readonly severity: string;
  readonly rowKind: string;
  readonly sources: readonly { readonly url: string }[];
}

const file = resolve(__dirname, "../policies/dist/rules.json");
const rules = JSON.parse(readFileSync(file, "utf8")) as readonly CatalogueRule[];

/** What the table is filtered by: the attribute of a row, the label of its list, and the value of a rule. */
const filters: readonly (readonly [name: string, label: string, value: (rule: CatalogueRule) => string])[] = [
  ["area", "Area", (rule) => rule.id.split(".")[0] ?? ""],
  ["severity", "Severity", (rule) => rule.severity],
  ["rows", "Input", (rule) => rule.rowKind],
  ["source", "Source", (rule) => (rule.sources[0] ? new URL(rule.sources[0].url).hostname : "")],
];

const escaped = (text: string) => text.replace(/[&<>"{}]/g, (character) => `&#${character.charCodeAt(0)};`);

/**
 * Catalogue of rules as HTML that needs no script to be read; `theme/filter-rules.ts` hides rows. It is one block of Markdown, since it
 * has no empty line, and one piece to Vue, which walks each element that has an attribute it does not know, such as `role`.
 */
export function ruleTable(): string {
  const lists = filters.map(([name, label, value]) => {
    const options = [...new Set(rules.map(value))].sort().map((each) => `<option>${escaped(each)}</option>`);
    return `<label>${label} <select name="${name}"><option value="">all</option>${options.join("")}</select></label>`;
  });
  const rows = rules.map((rule) => {
    const attributes = filters.map(([name, , value]) => `data-${name}="${escaped(value(rule))}"`).join(" ");
    const cells = [
      `<a href="/rules/${rule.id}.html">${escaped(rule.id)}</a>`,
      rule.severity,
      escaped(rule.title),
      `<code>${escaped(rule.rowKind)}</code>`,
    ];
    return `<tr ${attributes}>${cells.map((cell) => `<td>${cell}</td>`).join("")}</tr>`;
  });
  return [
    '<div class="rule-table">',
    '<fieldset class="rule-filter"><legend>Filter</legend>',
    '<label>Text <input name="text" type="search"></label>',
    ...lists,
    "</fieldset>",
    `<output>${rules.length} of ${rules.length} rules</output>`,
    "<table>",
    '<thead><tr><th scope="col">rule</th><th scope="col">severity</th><th scope="col">title</th><th scope="col">evaluated on</th></tr></thead>',
    `<tbody>${rows.join("\n")}</tbody>`,
    "</table>",
    "</div>",
  ].join("\n");
}
