import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { synthesizeJobFlows } from "./fixtures/job-flows";
import { withMoto } from "./fixtures/moto";
import { opentofuEnvironment } from "./fixtures/opentofu";
import { GROUPS, type Group } from "./fixtures/recipes";
import { synthesizeStacks } from "./fixtures/stacks";
import { Workplace } from "./fixtures/workplace";
import { terraformInstallation } from "./terraform";

const FIXTURES = resolve(__dirname, "../test/fixtures/plans");

/**
 * Makes every plan, state and stack of a group anew, with the AWS provider and moto, below a folder:
 * `<fixture>/plan.json` and so on, as they lie in `test/fixtures/plans`.
 */
export async function remakeFixtures(group: Group, out: string): Promise<void> {
  const work = mkdtempSync(join(tmpdir(), "fixtures-"));
  try {
    const installation = terraformInstallation(work);
    const [binary, env] =
      group === "opentofu"
        ? [process.env.TOFU ?? "tofu", opentofuEnvironment(work, installation)]
        : ["terraform", installation.env];
    await withMoto(async ({ endpoint, empty }) => {
      for (const [name, { sources = name, make }] of Object.entries(GROUPS[group])) {
        const folders = { sources: join(FIXTURES, sources), work: join(work, name), out: join(out, name) };
        make(new Workplace(folders, binary, { ...env, AWS_ENDPOINT_URL: endpoint }));
        await empty();
      }
      synthesizeJobFlows(join(out, "job-flows"));
      const sources = join(out, "job-flows/stacks/job-flows");
      const folders = { sources, work: join(work, "job-flows"), out: join(out, "job-flows") };
      new Workplace(folders, "terraform", { ...env, AWS_ENDPOINT_URL: endpoint }).plan();
    });
    if (group === "terraform") synthesizeStacks(join(out, "two-stacks"));
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** The files that a group makes, below the folder of the fixtures: plans, states, and what CDKTF synthesizes. */
export function madeFiles(group: Group): readonly string[] {
  return readdirSync(FIXTURES, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".json") && !/(?:^|\/)main\.(?:tf|tofu)\.json$/.test(name))
    .filter((name) => group === (Object.keys(GROUPS).find((other) => name.startsWith(`${other}/`)) ?? "terraform"))
    .sort();
}

/** A made file without what differs from run to run: ids, dates, ports, versions, folders, orders. */
export function comparable(folder: string, file: string): unknown {
  const path = join(folder, file);
  if (!existsSync(path)) return undefined;
  const ids = new Map<string, string>();
  const text = readFileSync(path, "utf8")
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, (id) => {
      ids.set(id, ids.get(id) ?? `id-${ids.size}`);
      return ids.get(id) ?? "";
    })
    .replace(/"(terraform_version|format_version)": ?"[^"]*"/g, '"$1":""')
    .replace(/\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?(?:Z| \+0000 UTC)?/g, "date")
    .replace(/\b(emr-)\d{18}[0-9a-f]{8}\b/g, "$1made-up")
    .replace(/"path": "[^"]*terraform\.(\w+)\.tfstate"/g, '"path": "$1"');
  // Terraform writes relevant_attributes in an order of its own each time.
  return { ...JSON.parse(text), relevant_attributes: undefined };
}

/** `GROUP… [--compare]`: writes the fixtures anew, or tells which of them would be others. */
async function main(args: readonly string[]): Promise<void> {
  const compare = args.includes("--compare");
  const named = (Object.keys(GROUPS) as Group[]).filter((group) => args.includes(group));
  for (const group of named.length > 0 ? named : (["terraform"] as const)) {
    const out = compare ? mkdtempSync(join(tmpdir(), "remade-")) : FIXTURES;
    await remakeFixtures(group, out);
    for (const file of madeFiles(group)) {
      const same = JSON.stringify(comparable(out, file)) === JSON.stringify(comparable(FIXTURES, file));
      process.stdout.write(`${!compare ? "made" : same ? "same" : "OTHER"} ${file}\n`);
      if (!same) process.exitCode = 1;
    }
    if (compare) rmSync(out, { recursive: true, force: true });
  }
}

if (require.main === module) {
  main(process.argv.slice(2)).catch((error) => {
    process.stderr.write(`${error.stderr ?? error}\n`);
    process.exitCode = 1;
  });
}
