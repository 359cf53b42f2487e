import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { kinds } from "../../test/support/rules/examples";
import { root } from "./opa";

/** Words of the scaffold; a rule that still holds one of them is not finished. */
export const scaffoldWords = {
  title: "What is wrong",
  description: "What happens, to whom, and why it goes unnoticed, in two or three sentences.",
  source: "The page that says so",
  message: "the fact with {leaf}; what is required",
  remedy: "What to do, as a sentence.",
  example: "A sentence about what is so",
} as const;

/** The kind of rows that most rules of an area check. */
const kindOfArea: { readonly [area: string]: string } = {
  config: "configurations",
  cluster: "clusters",
  key: "keys",
  object: "objects",
  bundle: "bundles",
  cert: "certificates",
  provider: "providers",
};

/** Writes the folder of a rule; nothing else has to be edited. */
export function newRule(id: string, given?: string, rules = join(root, "policies/rules")): string {
  const [area = "", name = ""] = id.split(".");
  const kind = given ?? kindOfArea[area] ?? "";
  if (!/^[a-z0-9]+\.[a-z0-9_]+$/.test(id))
    throw new Error(`rule id '${id}': write area.name in lower case, such as cert.weak_rsa`);
  if (!kinds().includes(kind))
    throw new Error(`kind of rows '${kind}': Facts has ${kinds().join(", ")}; give one after the id`);
  const folder = join(rules, area, name);
  if (existsSync(folder)) throw new Error(`rule ${id} exists: ${folder}`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${name}.rego`), rego(id, kind));
  writeFileSync(join(folder, "examples.json"), examples());
  return folder;
}

function rego(id: string, kind: string): string {
  const { title, description, source, message, remedy } = scaffoldWords;
  return `# METADATA
# title: ${title}
# description: |
#   ${description}
# related_resources:
#   - description: ${source}
#     ref: https://docs.aws.amazon.com/
# custom:
#   severity: error
#   message: "${message}"
#   remedy: ${remedy}
package rules.${id}

import data.value

checks contains {
	"id": row.id,
	"violated": value.is(row.leaf, "value"),
} if some row in input.${kind}
`;
}

function examples(): string {
  const example = { title: scaffoldWords.example, row: {} };
  return `${JSON.stringify({ bad: [{ ...example, says: [scaffoldWords.message] }], good: [example] }, null, 2)}\n`;
}

if (require.main === module) {
  try {
    const [id = "", kind] = process.argv.slice(2);
    const folder = newRule(id, kind);
    console.log(`wrote ${folder.slice(root.length + 1)}; then: npm run generate, npx jest test/policies`);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 2;
  }
}
