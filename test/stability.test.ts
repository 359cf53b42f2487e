import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { App } from "cdktf";
import { ClusterStack } from "../examples/cluster/stack";
import { EncryptionStack } from "../examples/encryption/stack";
import { run } from "./cli/certs/run";
import { certificatesFolder, outdir, synthesized } from "./modules/stacks";

/**
 * What users and their pipelines rely on by name. A name that disappears needs a line in CHANGELOG.md that contains it; `GOLDEN=write` then
 * brings the list up to date. New names need no change here until their version has a section in the changelog.
 */
const file = join(__dirname, "fixtures/stability.json");
const certificates = certificatesFolder();

/** Terraform addresses of the examples: another address is a resource that is destroyed and created. */
function addresses(): readonly string[] {
  const config = { region: "us-east-1", environment: "production", certificates, sharedKey: false };
  const app = () => new App({ outdir });
  return [new EncryptionStack(app(), "s", config), new ClusterStack(app(), "c", config)].flatMap((stack) =>
    Object.entries(synthesized(stack).resource).flatMap(([type, byName]) =>
      Object.keys(byName).map((name) => `${stack.node.id}:${type}.${name}`),
    ),
  );
}

async function commandOptions(): Promise<readonly string[]> {
  const options = async (...command: readonly string[]) => {
    const { out } = await run([...command, "--help"], __dirname);
    return [...out.matchAll(/^ {2}(?:-\w, )?(--[a-z-]+)/gm)].map(([, option]) => [...command, option].join(" "));
  };
  const certs = ["development", "request", "issue", "bundle", "publish", "inspect", "expiring"];
  const plain = ["lint", "rules", "convert", "init", "audit", "prove", "graph", "facts"].map((name) => [name]);
  const keys = [
    ["keys", "statement"],
    ["keys", "explain"],
  ];
  const commands = [...plain, ...keys, ...certs.map((name) => ["certs", name])];
  return (await Promise.all(commands.map((command) => options(...command)))).flat();
}

async function current(): Promise<{ readonly [kind: string]: readonly string[] }> {
  const rules = JSON.parse(readFileSync("policies/dist/rules.json", "utf8")) as { readonly [name: string]: unknown };
  const list = (Array.isArray(rules) ? rules : (rules.rules ?? Object.keys(rules))) as readonly (
    | string
    | { readonly id: string }
  )[];
  const properties = (name: string) => {
    const { properties = {}, definitions = {} } = JSON.parse(readFileSync(`schemas/${name}.schema.json`, "utf8"));
    const parts = Object.values(definitions) as readonly { readonly properties?: object }[];
    const members = [{ properties }, ...parts].flatMap((part) => Object.keys(part.properties ?? {}));
    return [...new Set(members)].map((member) => `${name}.${member}`);
  };
  return {
    addresses: addresses(),
    exports: ["../modules", "../linter", "../formats"].flatMap((entry) =>
      Object.keys(require(entry)).map((name) => `${entry.slice(3)}.${name}`),
    ),
    rules: list.map((rule) => (typeof rule === "string" ? rule : rule.id)),
    options: await commandOptions(),
    schemas: ["report", "facts", "settings", "bundle"].flatMap(properties),
  };
}

test("no construct id, export, rule, option or schema member disappears without a line in the changelog", async () => {
  const now = await current();
  for (const names of Object.values(now)) expect(names.length).toBeGreaterThan(5);
  const known: { readonly [kind: string]: readonly string[] } = JSON.parse(readFileSync(file, "utf8"));
  const changelog = readFileSync("CHANGELOG.md", "utf8");
  const gone = Object.entries(known).flatMap(([kind, names]) =>
    names.filter((name) => !now[kind]?.includes(name) && !changelog.includes(name)),
  );
  expect(gone).toEqual([]);
  const { version } = JSON.parse(readFileSync("package.json", "utf8"));
  const added = Object.entries(now).flatMap(([kind, names]) => names.filter((name) => !known[kind]?.includes(name)));
  if (changelog.includes(`## [${version}]`)) expect(added).toEqual([]);
  if (process.env.GOLDEN === "write") {
    const sorted = Object.fromEntries(Object.entries(now).map(([kind, names]) => [kind, [...new Set(names)].sort()]));
    writeFileSync(file, `${JSON.stringify(sorted, null, 2)}\n`);
  }
});
