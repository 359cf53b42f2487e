import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { isKnown } from "../../../../linter/model/values/unknowns";
import { folderOf, modelOf } from "../../models";

/** Expressions, one a line, that both Terraform and the linter evaluate. */
const EXPRESSIONS = readFileSync(join(__dirname, "console.txt"), "utf8").split("\n").filter(Boolean);

const LOCALS = {
  name: "lake",
  template: "Hello $${name}",
  on: true,
  none: null,
  object: { name: "lake", list: ["p", "q"] },
  map: { a: "1", b: "2" },
  items: [
    { name: "x", kind: "a", count: 1 },
    { name: "y", kind: "b", count: 2 },
    { name: "z", kind: "a", count: 3 },
  ],
};

const FILES = {
  "page.tpl":
    "Names:\n%{ for name in names ~}\n  - ${name}\n%{ endfor ~}\n%{ if on }on%{ else }off%{ endif } ${jsonencode(names)} $${x}\n",
  "page.txt": "a line\nwith ünicode\n",
  "tree/a.json": '{"n": 1}',
  "tree/b.json": '{"n": 2}',
  "tree/b.yaml": "n: 2",
  "tree/.hidden": "",
  "tree/ünder.txt": "",
  "tree/sub/c.json": "{}",
  "tree/sub/deep/c.json": "{}",
  "tree/sub/deep/e.json": "{}",
  "data.json": '{"list": [1, "two"]}',
};

/** What Terraform makes of an expression: its value, or `undefined` where it refuses it. */
type Answer = { readonly v?: unknown; readonly refused?: true };

function askTerraform(folder: string): readonly Answer[] {
  const each = EXPRESSIONS.map((expression) => `jsonencode(try({v = ${expression}}, {refused = true}))`);
  const output = execFileSync("terraform", ["console", "-no-color"], {
    cwd: folder,
    input: `jsonencode([${each.join(", ")}])\n`,
    encoding: "utf8",
    env: { ...process.env, CHECKPOINT_DISABLE: "1" },
  });
  const answers = JSON.parse(JSON.parse(output.slice(output.indexOf('"')))) as readonly string[];
  return answers.map((answer) => JSON.parse(answer) as Answer);
}

test("each expression has the value that terraform console prints, or is unknown", () => {
  const resources = Object.fromEntries(EXPRESSIONS.map((expression, at) => [`e${at}`, { v: `\${${expression}}` }]));
  const folder = folderOf({ ...FILES, "locals.tf.json": JSON.stringify({ locals: LOCALS }) });
  const answers = askTerraform(folder);
  const model = modelOf(
    ".",
    folderOf({ ...FILES, "main.tf.json": JSON.stringify({ locals: LOCALS, resource: { t: resources } }) }),
  );
  const wrong: string[] = [];
  const unknown: string[] = [];
  for (const [at, expression] of EXPRESSIONS.entries()) {
    const own = model.at(`t.e${at}`)?.values.v;
    const answer = answers[at] ?? {};
    if (own === undefined || !isKnown(own)) {
      if (!answer.refused) unknown.push(expression);
    } else if (answer.refused || JSON.stringify(sorted(own)) !== JSON.stringify(sorted(answer.v))) {
      wrong.push(
        `${expression}: ${JSON.stringify(own)} and not ${answer.refused ? "refused" : JSON.stringify(answer.v)}`,
      );
    }
  }
  expect(wrong).toEqual([]);
  expect(EXPRESSIONS.length).toBeGreaterThan(600);
  expect(unknown.length).toBeLessThan(50);
});

/** A value with its members in order; `jsonencode` sorts them. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, item]) => [name, sorted(item)]),
  );
}
