import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { lint } from "../../linter/run/lint";
import { terraformInstallation } from "../../scripts/fixtures/terraform";
import { folderOf } from "../linter/models";
import { company } from "../support/hcl-company";
import { type Moto, startMoto } from "./moto";

jest.setTimeout(900_000);

const now = new Date("2026-11-23T12:00:00Z");
const work = mkdtempSync(join(tmpdir(), "emr-encryption-hcl-"));

/** Rules by address: what is reported above info, and what could not be evaluated. */
interface Verdicts {
  readonly found: ReadonlySet<string>;
  readonly open: ReadonlySet<string>;
}

function verdicts(input: string, options: object = {}): Verdicts {
  const { findings, inputs, notEvaluated } = lint([input], {
    cwd: work,
    now,
    rules: ["config.*", "key.region_mismatch"],
    ...options,
  });
  expect(inputs.map(({ error, status }) => error ?? status)).toEqual(["checked"]);
  const serious = findings.filter(({ severity }) => severity !== "info");
  const key = ({ address, rule }: { address: string; rule: string }) => `${address} ${rule}`;
  return { found: new Set(serious.map(key)), open: new Set(notEvaluated.map(key)) };
}

/** What one report has found and another neither found nor left open. */
function lost(from: Verdicts, into: Verdicts): readonly string[] {
  return [...from.found].filter((verdict) => !into.found.has(verdict) && !into.open.has(verdict));
}

/** Terraform, while moto is served: its log has to be read, so nothing may wait for Terraform. */
async function terraform(env: NodeJS.ProcessEnv, ...args: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)("terraform", args, { cwd: sources, env, maxBuffer: 64 * 1024 * 1024 });
  return stdout;
}

/** Terraform refuses text that is not JSON as soon as it is known; of the other wrong ones some stand for all. */
const CASES = ["good", "unknown", "transit_flag_false", "tls_block_absent", "ebs_flag_absent", "one_key_for_both"];
const { files, expected } = company("created", (_, name) => CASES.includes(name));
const sources = folderOf(files);

describe("cases in every form of HCL, planned and applied by Terraform over moto", () => {
  let moto: Moto;

  beforeAll(async () => {
    moto = await startMoto();
    const env = { ...terraformInstallation(work).env, AWS_ENDPOINT_URL: moto.url };
    const out = join(work, "alone");
    mkdirSync(out);
    const plan = async (name: string) => {
      await terraform(env, "plan", "-input=false", "-out=saved");
      writeFileSync(join(out, name), await terraform(env, "show", "-json", "saved"));
    };
    await terraform(env, "init", "-input=false");
    await plan("plan.json");
    await terraform(env, "apply", "-input=false", "saved");
    writeFileSync(join(out, "state.json"), await terraform(env, "show", "-json"));
    await plan("again.json");
  });

  afterAll(async () => {
    await moto?.stop();
    rmSync(work, { recursive: true, force: true });
    rmSync(sources, { recursive: true, force: true });
  });

  test("the folder, the plan with its sources and the state after apply have the same verdicts, or leave a rule open", () => {
    const folder = verdicts(sources, { allowOutside: [sources] });
    const plan = verdicts("alone/plan.json", { root: sources, allowOutside: [sources] });
    const state = verdicts("alone/state.json");
    expect([...plan.found].sort()).toEqual([...folder.found].sort());
    expect([lost(folder, state), lost(state, folder)]).toEqual([[], []]);
    const wanted = [...expected].flatMap(([address, { rules }]) => rules.map((rule) => `${address} ${rule}`));
    expect([...folder.found].sort()).toEqual(wanted.sort());
  });

  test("the plan alone has no false finding, and leaves open what it cannot find", () => {
    const alone = verdicts("alone/plan.json");
    const state = verdicts("alone/state.json");
    expect([lost(alone, state), lost(state, alone)]).toEqual([[], []]);
  });

  test("a plan made after everything exists has the verdicts of the state", () => {
    expect([...verdicts("alone/again.json").found].sort()).toEqual([...verdicts("alone/state.json").found].sort());
  });
});
