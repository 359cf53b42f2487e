import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import v8 from "node:v8";
import Ajv from "ajv";
import addFormats from "ajv-formats";
import { main } from "../../cli/main";

const plans = resolve(__dirname, "../fixtures/plans");
const cwd = mkdtempSync(join(tmpdir(), "lint-command-"));
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

async function run(
  args: readonly string[],
  given: { readonly stdin?: string; readonly env?: object; readonly cwd?: string } = {},
) {
  let out = "";
  let err = "";
  const code = await main(["lint", ...args], {
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    stdin: () => Buffer.from(given.stdin ?? ""),
    cwd: given.cwd ?? cwd,
    env: { ...given.env },
    colour: false,
    columns: 80,
    exitCode: 0,
  });
  return { code, out, err };
}

const good = JSON.stringify({ resource: { null_resource: { a: {} } } });
const wrong = readFileSync(join(plans, "json-syntax/plan.json"), "utf8");

describe("lint", () => {
  test("of many inputs keeps its memory small while it runs, and of one does not", async () => {
    const factors = jest.spyOn(v8, "setFlagsFromString").mockImplementation();
    mkdirSync(join(cwd, "many"));
    for (let count = 0; count < 10; count++) {
      mkdirSync(join(cwd, "many", `${count}`));
      writeFileSync(join(cwd, "many", `${count}`, "main.tf.json"), good);
    }
    await run(["many/0"]);
    expect(factors).not.toHaveBeenCalled();
    await run(["many"]);
    expect(factors.mock.calls.flat()).toEqual([
      "--semi-space-growth-factor=1",
      "--heap-growing-percent=20",
      "--semi-space-growth-factor=2",
      "--heap-growing-percent=0",
    ]);
    factors.mockRestore();
  });

  test("ends with 0 for an input without findings, 1 for one with errors, 2 for one that cannot be read", async () => {
    writeFileSync(join(cwd, "good.tf.json"), good);
    writeFileSync(join(cwd, "wrong.json"), wrong);
    expect((await run(["good.tf.json"])).code).toBe(0);
    expect((await run(["wrong.json"])).code).toBe(1);
    expect((await run(["wrong.json", "nowhere.json"])).code).toBe(2);
  });

  test("reads a plan from standard input", async () => {
    const { code, out } = await run(["-", "--format", "json"], { stdin: wrong });
    expect([code, JSON.parse(out).inputs[0].input]).toEqual([1, "-"]);
  });

  test("reports JSON that is valid by the published schema", async () => {
    const ajv = new Ajv({ strict: false });
    addFormats(ajv);
    const schema = JSON.parse(readFileSync(resolve(__dirname, "../../schemas/report.schema.json"), "utf8"));
    const { out } = await run(["-", "nowhere.json", "--format", "json"], { stdin: wrong });
    expect([ajv.validate(schema, JSON.parse(out)), ajv.errors]).toEqual([true, null]);
  });

  test("annotates on GitHub unless another format is given", async () => {
    const env = { GITHUB_ACTIONS: "true" };
    expect((await run(["-"], { stdin: wrong, env })).out).toMatch(/^::error /m);
    expect((await run(["-", "--format", "text"], { stdin: wrong, env })).out).not.toMatch("::error");
  });

  test("names files from the root of the repository in the formats that a code host reads, and from here in all others", async () => {
    const live = join(cwd, "repository/infra/live");
    mkdirSync(live, { recursive: true });
    mkdirSync(join(cwd, "repository/.git"));
    const block = 'resource "aws_emr_security_configuration" "this" {\n  configuration = jsonencode({})\n}\n';
    writeFileSync(join(live, "main.tf"), block);
    const lint = async (format: string) => (await run([".", "--format", format], { cwd: live })).out;
    expect(await lint("github")).toMatch(/^::error file=infra\/live\/main\.tf,line=2,/);
    const [sarif] = JSON.parse(await lint("sarif")).runs[0].results;
    expect(sarif.locations[0].physicalLocation.artifactLocation.uri).toBe("infra/live/main.tf");
    const [gitlab] = JSON.parse(await lint("gitlab"));
    expect(gitlab.location.path).toBe("infra/live/main.tf");
    expect(JSON.parse(await lint("json")).findings[0].file).toBe("main.tf");
  });

  test("writes further formats beside the main output", async () => {
    await run(["-", "--format", "text", "--format", "sarif=out.sarif"], { stdin: wrong });
    expect(JSON.parse(readFileSync(join(cwd, "out.sarif"), "utf8")).version).toBe("2.1.0");
  });

  test("--fail-on and --strict move the threshold", async () => {
    expect((await run(["-", "--fail-on", "never"], { stdin: wrong })).code).toBe(0);
    expect((await run(["-", "--fail-on", "never", "--strict"], { stdin: wrong })).code).toBe(1);
  });

  test("strict in the settings does as well, for some rules or all, unless --strict is given", async () => {
    const settings = async (strict: unknown, ...more: readonly string[]) => {
      writeFileSync(join(cwd, "strict.json"), JSON.stringify({ failOn: "never", strict }));
      return run(["-", "--settings", "strict.json", ...more], { stdin: wrong });
    };
    expect((await settings(["*"])).code).toBe(1);
    expect((await settings(true)).code).toBe(1);
    expect((await settings(["provider.wrong_type"])).code).toBe(0);
    expect((await settings(true, "--strict", "provider.wrong_type")).code).toBe(0);
    const { code, err } = await settings(["nothing.*"]);
    expect([code, err]).toEqual([2, expect.stringContaining("strict in the settings: 'nothing.*' matches no rule")]);
  });

  test("findings of a baseline do not fail the run, and are counted", async () => {
    await run(["-", "--write-baseline", "known.json"], { stdin: wrong });
    const { code, out } = await run(["-", "--baseline", "known.json", "--format", "json"], { stdin: wrong });
    const { summary } = JSON.parse(out);
    expect([code, summary.error, summary.baseline > 0]).toEqual([0, 0, true]);
  });

  describe("says in one sentence, with exit code 2 and without a stack trace, what is wrong with", () => {
    beforeAll(() => {
      mkdirSync(join(cwd, "empty"));
      writeFileSync(join(cwd, "text.json"), "not json");
      writeFileSync(join(cwd, "truncated.json"), wrong.slice(0, 2000));
      writeFileSync(join(cwd, "empty.zip"), "");
      writeFileSync(join(cwd, "future.json"), '{"format_version":"99.0","resource_changes":[]}');
    });

    test.each([
      ["a missing file", ["nowhere.json"], "nowhere.json: no such file or folder"],
      ["a text", ["text.json"], "text.json: this is neither JSON nor a bundle"],
      ["a truncated plan", ["truncated.json"], "truncated.json: it is not JSON: the text ends early at line 1"],
      ["an empty zip", ["empty.zip"], "empty.zip: the file is empty (0 bytes)"],
      ["an empty folder", ["empty"], "empty: this folder contains nothing to check"],
      ["a plan of the future", ["future.json"], 'future.json: its format_version "99.0" is not one'],
      ["an unknown flag", ["--frob"], "unknown option '--frob'"],
      ["an unknown flag that is nearly one", ["--formats"], "unknown option '--formats' (did you mean --format?)"],
      [
        "a rule unlike any",
        ["--skip", "nope.*", "-"],
        "--skip 'nope.*' matches no rule; 'emr-encryption rules' lists them",
      ],
      ["an environment without a name", ["--environment", "", "-"], "--environment is empty"],
      ["a Region that is none", ["--region", "mars", "-"], "--region is 'mars'"],
      ["no job", ["--jobs", "0", "-"], "--jobs is '0'; give a whole number from 1 to 16"],
      ["too many jobs", ["--jobs", "17", "-"], "--jobs is '17'; give a whole number from 1 to 16"],
      ["half a job", ["--jobs", "1.5", "-"], "--jobs is '1.5'; give a whole number from 1 to 16"],
      ["a number of jobs that is none", ["--jobs", "all", "-"], "--jobs is 'all'; give a whole number from 1 to 16"],
      ["sources that are not there", ["--root", "nowhere", "-"], "--root is 'nowhere', which is not a folder"],
      ["roots that are not there", ["--default-roots", "no.pem", "-"], "--default-roots is 'no.pem'"],
      ["an unknown rule", ["--rule", "cert.weakrsa", "-"], "did you mean cert.weak_rsa?"],
      ["an unknown format", ["--format", "pdf", "-"], "--format 'pdf' is not a format; formats: text, json"],
      ["two formats for one output", ["--format", "text", "--format", "json", "-"], "text and json both go to"],
      ["a time that is none", ["--now", "yesterday", "-"], "--now is 'yesterday'"],
      ["a threshold that is none", ["--fail-on", "bad", "-"], "--fail-on is 'bad'"],
      ["settings that are not there", ["--settings", "none.yaml", "-"], "'none.yaml' cannot be read"],
      [
        "a baseline that is not there",
        ["--baseline", "none.json", "-"],
        "--baseline 'none.json' cannot be read: no such file or folder",
      ],
      ["a policy that is none", ["--policy", "text.json", "-"], "contains no policy compiled by OPA"],
    ])("%s", async (_, args, sentence) => {
      const { code, err } = await run(args, { stdin: good });
      expect([code, err.trim().split("\n").length]).toEqual([2, 1]);
      expect(err).toContain(sentence);
      expect(err).not.toMatch(/\n\s+at /);
    });
  });
});
