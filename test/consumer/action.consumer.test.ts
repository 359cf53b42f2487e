import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { parse } from "yaml";
import { packed, succeed, userEnvironment } from "./packed";

jest.setTimeout(900_000);

interface Step {
  readonly id?: string;
  readonly name: string;
  readonly shell: string;
  readonly run: string;
  readonly env?: { readonly [name: string]: string };
  readonly "working-directory"?: string;
}

interface Action {
  readonly inputs: { readonly [name: string]: { readonly default: string } };
  readonly outputs: { readonly [name: string]: { readonly value: string } };
  readonly runs: { readonly using: string; readonly steps: readonly Step[] };
}

const action: Action = parse(readFileSync("action.yml", "utf8"));

let scratch: string;
let workspace: string;

const configuration = (flags: object) =>
  JSON.stringify({
    resource: {
      aws_emr_security_configuration: { this: { configuration: JSON.stringify({ EncryptionConfiguration: flags }) } },
    },
  });

beforeAll(() => {
  scratch = mkdtempSync(join(tmpdir(), "emr-encryption-action-"));
  workspace = join(scratch, "workspace");
  mkdirSync(join(workspace, "with space"), { recursive: true });
  const off = { EnableAtRestEncryption: false, EnableInTransitEncryption: false };
  writeFileSync(join(workspace, "off.tf.json"), configuration(off));
  writeFileSync(join(workspace, "with space", "$(touch pwned).tf.json"), configuration(off));
  writeFileSync(
    join(workspace, "empty.tf.json"),
    JSON.stringify({ resource: { aws_s3_bucket: { b: { bucket: "b" } } } }),
  );
});
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** Runs the action's steps as GitHub's runner does: one after the other, each under `bash -eo pipefail`, until one fails. */
function act(given: { readonly [name: string]: string }) {
  const temp = mkdtempSync(join(scratch, "runner-"));
  const steps: { readonly [id: string]: { readonly [output: string]: string } } = {};
  const inputs = Object.fromEntries(Object.entries(action.inputs).map(([name, { default: value }]) => [name, value]));
  const evaluate = (text: string) =>
    text.replace(/\$\{\{ ([\w.-]+) \}\}/g, (_, expression: string) => {
      const [context, name = "", , output = ""] = expression.split(".");
      if (expression === "github.action_path") return process.cwd();
      if (context === "inputs") return { ...inputs, ...given }[name] ?? "";
      if (context === "steps") return steps[name]?.[output] ?? "";
      throw new Error(`the test does not know '${expression}'`);
    });
  let said = "";
  let failed: string | undefined;
  let summary = "";
  for (const [index, step] of action.runs.steps.entries()) {
    const file = join(temp, `${index}.sh`);
    // The runner evaluates expressions in scripts too, which is how inputs become code.
    writeFileSync(file, evaluate(step.run));
    const [outputFile, summaryFile] = [join(temp, `${index}.output`), join(temp, `${index}.summary`)];
    writeFileSync(outputFile, "");
    writeFileSync(summaryFile, "");
    const { status, stdout, stderr } = spawnSync("bash", ["--noprofile", "--norc", "-eo", "pipefail", file], {
      cwd: join(workspace, evaluate(step["working-directory"] ?? ".")),
      encoding: "utf8",
      env: {
        ...userEnvironment(),
        GITHUB_ACTIONS: "true",
        GITHUB_OUTPUT: outputFile,
        GITHUB_STEP_SUMMARY: summaryFile,
        RUNNER_TEMP: temp,
        ...Object.fromEntries(Object.entries(step.env ?? {}).map(([name, value]) => [name, evaluate(value)])),
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    said += stdout + stderr;
    summary += readFileSync(summaryFile, "utf8");
    const pairs = readFileSync(outputFile, "utf8").split("\n").filter(Boolean);
    Object.assign(steps, { [step.id ?? index]: Object.fromEntries(pairs.map((pair) => pair.split(/=(.*)/s))) });
    if (status !== 0) {
      failed = `${step.name}: ${status}`;
      break;
    }
  }
  const outputs = Object.fromEntries(
    Object.entries(action.outputs).map(([name, { value }]) => [name, evaluate(value)]),
  );
  return { failed, outputs, said, summary };
}

const version = () => `file:${packed.tarball}`;

test("findings fail the action at its last step, with all outputs, annotations and the summary kept", () => {
  const { failed, outputs, said, summary } = act({ version: version(), inputs: "off.tf.json\n" });
  expect(failed).toBe("Verdict: 1");
  expect(outputs["exit-code"]).toBe("1");
  expect(Number(outputs.errors)).toBeGreaterThanOrEqual(2);
  const rules = JSON.parse(readFileSync(String(outputs.report), "utf8")).findings.map(
    ({ rule }: { rule: string }) => rule,
  );
  expect(rules).toContain("config.at_rest_disabled");
  expect(JSON.parse(readFileSync(String(outputs.sarif), "utf8")).version).toBe("2.1.0");
  expect(said).toMatch(/^::error .*title=config\.at_rest_disabled/m);
  expect(summary).toBe(readFileSync(String(outputs.markdown), "utf8"));
  expect(summary).toContain("config.at_rest_disabled");
});

test("dependencies are exactly those of the lock beside the action", () => {
  const { outputs } = act({ version: version(), inputs: "empty.tf.json" });
  const folder = dirname(String(outputs.report));
  const installed = JSON.parse(readFileSync(join(folder, "node_modules/.package-lock.json"), "utf8")).packages;
  const locked = JSON.parse(readFileSync("action/package-lock.json", "utf8")).packages;
  const versions = (packages: { readonly [path: string]: { readonly version?: string } }) =>
    Object.entries(packages)
      .filter(([path]) => path !== "" && path !== "node_modules/cdktf-emr-encryption")
      .map(([path, { version: exact }]) => `${path} ${exact}`)
      .sort();
  expect(versions(installed)).toEqual(versions(locked));
});

test("nothing at or above fail-on passes", () => {
  expect(act({ version: version(), inputs: "empty.tf.json" })).toMatchObject({
    failed: undefined,
    outputs: { "exit-code": "0", errors: "0" },
  });
  expect(act({ version: version(), inputs: "off.tf.json", "fail-on": "never" })).toMatchObject({
    failed: undefined,
    outputs: { "exit-code": "0", errors: expect.stringMatching(/^[1-9]/) },
  });
});

test("input that cannot be checked, and unknown arguments, fail with 2", () => {
  expect(act({ version: version(), inputs: "missing.json" })).toMatchObject({
    failed: "Verdict: 2",
    outputs: { "exit-code": "2" },
  });
  const wrong = act({ version: version(), inputs: "off.tf.json", arguments: "--no-such-option" });
  expect(wrong).toMatchObject({ failed: "Verdict: 2", outputs: { "exit-code": "2", errors: "", report: "" } });
});

test("options reach the linter one by one, and names with blanks or shell in them stay names", () => {
  const { failed, outputs } = act({
    version: version(),
    "working-directory": "with space",
    inputs: "$(touch pwned).tf.json",
    arguments: "--rule\nconfig.in_transit_*",
    environment: "development",
  });
  expect(failed).toBe("Verdict: 1");
  const report = JSON.parse(readFileSync(String(outputs.report), "utf8"));
  expect(report.inputs[0]).toMatchObject({ input: "$(touch pwned).tf.json", environment: { name: "development" } });
  expect(new Set(report.findings.map(({ rule }: { rule: string }) => rule))).toEqual(
    new Set(["config.in_transit_disabled"]),
  );
});

describe("a pull request of a repository in HCL", () => {
  const main = (inTransit: boolean) => `resource "aws_kms_key" "disk" {
  enable_key_rotation = true
}
resource "aws_emr_security_configuration" "this" {
  name = "etl"
  configuration = jsonencode({
    EncryptionConfiguration = {
      EnableAtRestEncryption    = false
      EnableInTransitEncryption = ${inTransit}
      AtRestEncryptionConfiguration = {
        LocalDiskEncryptionConfiguration = {
          EncryptionKeyProviderType = "AwsKms"
          AwsKmsKey                 = aws_kms_key.disk.arn
          EnableEbsEncryption       = true
        }
      }
    }
  })
}
`;
  const block = (type: string, name: string) => ({ mode: "managed", type, name, address: `${type}.${name}` });
  const key = block("aws_kms_key", "disk");
  const configuration = block("aws_emr_security_configuration", "this");
  const create = (after: object, unknown: object) => ({
    actions: ["create"],
    before: null,
    after,
    after_unknown: unknown,
  });
  /** What Terraform plans of it: the document is known after apply. */
  const plan = JSON.stringify({
    format_version: "1.2",
    resource_changes: [
      { ...key, change: create({ enable_key_rotation: true }, { arn: true }) },
      { ...configuration, change: create({ name: "etl" }, { configuration: true }) },
    ],
    configuration: {
      root_module: {
        resources: [
          { ...key, expressions: { enable_key_rotation: { constant_value: true } } },
          {
            ...configuration,
            expressions: {
              name: { constant_value: "etl" },
              configuration: { references: ["aws_kms_key.disk.arn", "aws_kms_key.disk"] },
            },
          },
        ],
      },
    },
  });
  const settings = (rule: string) => `severities:\n  ${rule}: info\n`;

  beforeAll(() => {
    const repository = join(workspace, "repository");
    const git = (...args: readonly string[]) =>
      succeed(repository, "git", "-c", "user.name=n", "-c", "user.email=n@example.com", ...args);
    mkdirSync(join(repository, "infra"), { recursive: true });
    git("init", "-q", "-b", "main");
    writeFileSync(join(repository, "infra/main.tf"), main(true));
    writeFileSync(join(repository, "emr-encryption.config.yaml"), settings("config.settings_without_flag"));
    git("add", "-A");
    git("commit", "-qm", "base");
    git("checkout", "-qb", "change");
    writeFileSync(join(repository, "infra/main.tf"), main(false));
    writeFileSync(join(repository, "emr-encryption.config.yaml"), settings("config.in_transit_disabled"));
    git("commit", "-qam", "change");
    git("checkout", "-q", "main");
    git("merge", "-q", "--no-ff", "-m", "merge", "change");
    writeFileSync(join(repository, "infra/plan.json"), plan);
  });

  test.each([
    [".", ""],
    ["plan.json", " (as written in main.tf:9)"],
  ])(
    "%s: the changed line is annotated by its path in the repository, under the settings of the base",
    (input, written) => {
      const { failed, said, summary } = act({
        version: version(),
        "working-directory": "repository/infra",
        inputs: input,
        "settings-from": "HEAD^1",
      });
      expect(failed).toBe("Verdict: 1");
      const annotations = said.split("\n").filter((line) => line.startsWith("::error"));
      expect(annotations).toEqual([
        expect.stringContaining(
          "file=infra/main.tf,line=9,title=config.in_transit_disabled::EnableInTransitEncryption is not true",
        ),
      ]);
      expect(annotations[0]).toContain(`with TLS${written}`);
      expect(summary).toContain("main.tf:9");
      expect(summary).toContain("HEAD^1");
    },
  );
});

test.each(["latest", "^0.1.0", "0.1", "1.0.0; touch pwned"])(
  "the version '%s' is refused: only an exact one is pinned",
  (wrong) => {
    const { failed, said } = act({ version: wrong });
    expect(failed).toBe("Install the linter: 2");
    expect(said).toContain(`version is not exact; give a version such as 1.2.3`);
  },
);

test("the version that is run by default is the one of this repository", () => {
  expect(action.runs.using).toBe("composite");
  expect(action.inputs.version?.default).toBe(JSON.parse(readFileSync("package.json", "utf8")).version);
});

test("no expression is inside a script, where an input would become code", () => {
  for (const { run } of action.runs.steps) expect(run).not.toContain("${{");
});
