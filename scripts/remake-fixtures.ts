import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { startMoto } from "../test/deploy/moto";
import { synthesizeJobFlows } from "./fixtures/job-flows";
import { opentofuEnvironment } from "./fixtures/opentofu";
import { GROUPS, type Group } from "./fixtures/recipes";
import { synthesizeStacks } from "./fixtures/stacks";
import { Workplace } from "./fixtures/workplace";
import { terraformInstallation } from "./terraform";

const FIXTURES = resolve(__dirname, "../test/fixtures/plans");

/**
 * Makes every plan, state and stack of a group anew, with the AWS provider and moto, below a folder:
 * `<fixture>/plan.json` and so on, as they lie in `test/fixtures/plans`. `only` names fixtures, where not all are wanted.
 */
export async function remakeFixtures(group: Group, out: string, only: readonly string[] = []): Promise<void> {
  const work = mkdtempSync(join(tmpdir(), "fixtures-"));
  try {
    const installation = terraformInstallation(work);
    const [binary, env] =
      group === "opentofu"
        ? [process.env.TOFU ?? "tofu", opentofuEnvironment(work, installation)]
        : ["terraform", installation.env];
    const moto = await startMoto();
    const at = (folders: ConstructorParameters<typeof Workplace>[0]) =>
      new Workplace(folders, binary, { ...env, AWS_ENDPOINT_URL: moto.url });
    try {
      for (const [name, { sources = name, make }] of Object.entries(GROUPS[group])) {
        if (only.length > 0 && !only.includes(name)) continue;
        make(at({ sources: join(FIXTURES, sources), work: join(work, name), out: join(out, name) }));
        await fetch(`${moto.url}/moto-api/reset`, { method: "POST" });
      }
      if (group === "terraform" && only.length === 0) {
        const jobFlows = join(out, "job-flows");
        synthesizeJobFlows(jobFlows);
        at({ sources: join(jobFlows, "stacks/job-flows"), work: join(work, "job-flows"), out: jobFlows }).plan();
      }
    } finally {
      await moto.stop();
    }
    if (group === "terraform" && only.length === 0) synthesizeStacks(join(out, "two-stacks"));
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
    .replace(/-----BEGIN ([A-Z ]+)-----.*?-----END \1-----(?:\\n)?/g, "$1")
    .replace(
      /"(?:[0-9a-f]{32,128}|[\w+/]{43}=|[\w+/]{86}==|(?:SHA256|[0-9a-f]{2}):[\w+/:]{43,45}|\d{36,40})"/g,
      '"digest"',
    )
    .replace(/\bssh-rsa [\w+/=]+|\becdsa-sha2-nistp384 [\w+/=]+/g, "public key")
    .replace(/\b(emr-|prefixed-|renewed-)\d{18}[0-9a-f]{8}\b/g, "$1made-up")
    .replace(/\b(j|i|ig)-[0-9A-Z]{13}\b/g, "$1-made-up")
    .replace(/\bec2-[\d-]+\./g, "ec2-address.")
    .replace(/"output_size":\d+/g, '"output_size":0')
    .replace(/"path": "[^"]*terraform\.(\w+)\.tfstate"/g, '"path": "$1"');
  // Terraform writes relevant_attributes in an order of its own each time.
  return { ...JSON.parse(text), relevant_attributes: undefined };
}

/** `[GROUP [FIXTURE…]] [--compare]`: writes the fixtures anew, or tells which of them would be others. */
async function main(args: readonly string[]): Promise<void> {
  const compare = args.includes("--compare");
  const [named = "terraform", ...only] = args.filter((arg) => arg !== "--compare");
  const group = (Object.keys(GROUPS) as Group[]).find((each) => each === named);
  if (!group) throw new Error(`'${named}' is no group of fixtures; groups: ${Object.keys(GROUPS).join(", ")}`);
  const out = compare ? mkdtempSync(join(tmpdir(), "remade-")) : FIXTURES;
  await remakeFixtures(group, out, only);
  const wanted = (file: string) => only.length === 0 || only.some((name) => file.startsWith(`${name}/`));
  for (const file of madeFiles(group).filter(wanted)) {
    const same = isDeepStrictEqual(comparable(out, file), comparable(FIXTURES, file));
    process.stdout.write(`${!compare ? "made" : same ? "same" : "OTHER"} ${file}\n`);
    if (!same) process.exitCode = 1;
  }
  if (compare) rmSync(out, { recursive: true, force: true });
}

if (require.main === module) {
  main(process.argv.slice(2)).catch((error) => {
    process.stderr.write(`${error.stderr ?? error}\n`);
    process.exitCode = 1;
  });
}
