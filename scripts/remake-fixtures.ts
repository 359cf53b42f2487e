import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { synthesizeJobFlows } from "./fixtures/job-flows";
import { withMoto } from "./fixtures/moto";
import { synthesizeStacks } from "./fixtures/stacks";
import { Workplace } from "./fixtures/workplace";
import { terraformInstallation } from "./terraform";

const FIXTURES = resolve(__dirname, "../test/fixtures/plans");

/** Makes the plans and states of one fixture. */
type Recipe = (at: Workplace) => void;

const firstPlan: Recipe = (at) => at.plan();
const secondPlan: Recipe = (at) => at.use("before").apply().use(".").plan();

/** What Terraform makes with the AWS provider, by folder. */
const RECIPES: { readonly [folder: string]: Recipe } = {
  changed: (at) => at.use("before").apply().state().use(".").plan(),
  clusters: firstPlan,
  hcl: firstPlan,
  "json-syntax": firstPlan,
  keys: secondPlan,
  objects: firstPlan,
  providers: firstPlan,
  "verdicts/company": firstPlan,
  "verdicts/company-hcl": firstPlan,
  "verdicts/hcl": firstPlan,
  "verdicts/json-syntax": firstPlan,
};

/**
 * Makes every plan, state and stack of `test/fixtures/plans` anew, with Terraform, the AWS provider and moto, below a
 * folder: `<fixture>/plan.json` and so on, as they lie in the fixtures.
 */
export async function remakeFixtures(out: string): Promise<void> {
  const work = mkdtempSync(join(tmpdir(), "fixtures-"));
  try {
    const { env } = terraformInstallation(work);
    await withMoto(async ({ endpoint, empty }) => {
      for (const [name, recipe] of Object.entries(RECIPES)) {
        const folders = { sources: join(FIXTURES, name), work: join(work, name), out: join(out, name) };
        recipe(new Workplace(folders, "terraform", { ...env, AWS_ENDPOINT_URL: endpoint }));
        await empty();
      }
      synthesizeJobFlows(join(out, "job-flows"));
      const sources = join(out, "job-flows/stacks/job-flows");
      const folders = { sources, work: join(work, "job-flows"), out: join(out, "job-flows") };
      new Workplace(folders, "terraform", { ...env, AWS_ENDPOINT_URL: endpoint }).plan();
    });
    synthesizeStacks(join(out, "two-stacks"));
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** What is made, below a folder: plans, states, and what CDKTF synthesizes; not the sources. */
export function madeFiles(folder: string = FIXTURES): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".json") && !/(?:^|\/)main\.tf\.json$/.test(name))
    .sort();
}

/** A made file without what differs from run to run: ids, dates, ports, versions of Terraform, folders, orders. */
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
    .replace(/"path": "[^"]*terraform\.(\w+)\.tfstate"/g, '"path": "$1"');
  // Terraform writes relevant_attributes in an order of its own each time.
  return { ...JSON.parse(text), relevant_attributes: undefined };
}

if (require.main === module) {
  remakeFixtures(FIXTURES).catch((error) => {
    process.stderr.write(`${error.stderr ?? error}\n`);
    process.exitCode = 1;
  });
}
