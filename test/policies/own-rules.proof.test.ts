import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { UsageError } from "../../linter/errors";
import { runLint } from "../../linter/run/lint";
import { opa, root } from "../../scripts/policies/opa";
import { run as command } from "../cli/certs/run";

const scratch = mkdtempSync(join(tmpdir(), "own-"));
const now = new Date("2026-11-23T12:00:00Z");
const library = ["policies/lib", "policies/lint"].map((folder) => join(root, folder));
const capabilities = ["--capabilities", join(root, "policies/capabilities.json")];
const documented = readFileSync(join(root, "docs/own-rules.md"), "utf8");

afterAll(() => rmSync(scratch, { recursive: true }));

beforeAll(() => {
  const arn = (key: string) => `arn:aws:kms:us-east-1:${key}`;
  const document = (s3: string, disk: string) =>
    JSON.stringify({
      EncryptionConfiguration: {
        EnableAtRestEncryption: true,
        EnableInTransitEncryption: false,
        AtRestEncryptionConfiguration: {
          S3EncryptionConfiguration: { EncryptionMode: "SSE-KMS", AwsKmsKey: s3 },
          LocalDiskEncryptionConfiguration: { EncryptionKeyProviderType: "AwsKms", AwsKmsKey: disk },
        },
      },
    });
  const theirs = document(arn("999988887777:key/1"), arn("111122223333:key/2"));
  const made = document(arn("999988887777:key/1"), "${aws_kms_key.disk.arn}");
  const resource = {
    aws_kms_key: { disk: {} },
    aws_emr_security_configuration: { theirs: { configuration: theirs }, made: { configuration: made } },
  };
  writeFileSync(join(scratch, "main.tf.json"), JSON.stringify({ resource }));
});

/** Builds a bundle from Rego beside the library, as the documentation says. */
function bundle(name: string, rego: string): string {
  const folder = join(scratch, name);
  mkdirSync(folder);
  writeFileSync(join(folder, "rule.rego"), rego);
  const file = `${name}.tar.gz`;
  opa([
    "build",
    "-t",
    "wasm",
    "-O",
    "1",
    "-e",
    "lint/result",
    "-o",
    join(scratch, file),
    ...capabilities,
    ...library,
    folder,
  ]);
  return file;
}

function rule(check: string): string {
  return `package rules.acme.x\n\nchecks contains ${check} if some c in input.configurations\n`;
}

const evaluate = (policy: string) => runLint(["main.tf.json"], { cwd: scratch, now, policies: [policy] }).report;

test("the documented rule is the one that is tested here", () => {
  const rego = readFileSync(join(root, "examples/own-rules/key_account.rego"), "utf8");
  expect(documented).toContain(`\`\`\`rego\n${rego}\`\`\``);
  expect(documented).toContain("opa build -t wasm -O 1 -e lint/result -o acme.tar.gz");
});

test("a user's rule reports its mistake, and is open if the plan creates the key", () => {
  const rego = readFileSync(join(root, "examples/own-rules/key_account.rego"), "utf8");
  const schema = ["--schema", join(root, "schemas/facts.schema.json")];
  opa(["check", "--strict", ...schema, ...capabilities, ...library, join(root, "examples/own-rules")]);
  const { findings, notEvaluated } = evaluate(bundle("acme", rego));
  expect(findings.filter(({ rule }) => rule === "acme.key_account")).toEqual([
    expect.objectContaining({
      severity: "error",
      address: "aws_emr_security_configuration.theirs",
      message:
        "LocalDiskEncryptionConfiguration uses the KMS key arn:aws:kms:us-east-1:111122223333:key/2; a key of the account 999988887777 is required",
      remedy: "Ask the security team for a key of 999988887777, and use its ARN.",
    }),
  ]);
  expect(notEvaluated.filter(({ rule }) => rule === "acme.key_account")).toEqual([
    expect.objectContaining({ address: "aws_emr_security_configuration.made" }),
  ]);
  expect(findings.some(({ rule }) => rule === "config.in_transit_disabled")).toBe(true);
});

describe("rules test", () => {
  const run = (...args: readonly string[]) => command(["rules", "test", ...args], scratch);
  const examples = readFileSync(join(root, "examples/own-rules/examples.json"), "utf8");
  const folder = (name: string, content: string): string => {
    mkdirSync(join(scratch, name, "key_account"), { recursive: true });
    writeFileSync(join(scratch, name, "key_account", "examples.json"), content);
    return name;
  };

  beforeAll(() => {
    bundle("tested", readFileSync(join(root, "examples/own-rules/key_account.rego"), "utf8"));
  });

  test("refuses a file without examples, since nothing would be tested", async () => {
    const none = JSON.stringify({ rule: "acme.key_account", rowKind: "configurations", bad: [], good: [] });
    const { code, err } = await run(folder("none", none), "--policy", "tested.tar.gz");
    expect([code, err]).toEqual([2, expect.stringContaining("it has no examples in bad, good or unknown")]);
  });

  test("runs the documented examples through the compiled rule", async () => {
    expect(documented).toContain(`\`\`\`json\n${examples}\`\`\``);
    const { code, out } = await run(folder("right", examples), "--policy", "tested.tar.gz");
    expect([code, out]).toEqual([0, "3 examples, 0 wrong\n"]);
  });

  test("says which example is wrong, and how", async () => {
    const given = JSON.parse(examples);
    given.bad[0].says = ["something else"];
    given.good.push({ ...given.bad[0], title: "Not good" });
    given.unknown[0].row.s3.key = null;
    const { code, out } = await run(folder("wrong", JSON.stringify(given)), "--policy", "tested.tar.gz");
    expect(code).toBe(1);
    expect(out.split("\n")).toEqual([
      expect.stringMatching(/^acme\.key_account: bad: A key of another account for S3: it reads "S3Encryption.*"$/),
      expect.stringMatching(/^acme\.key_account: good: Not good: it is reported: S3Encryption/),
      "acme.key_account: unknown: A key that the plan makes: it is evaluated, although it is not known",
      "4 examples, 3 wrong",
      "",
    ]);
  });

  test.each([
    ["a folder without examples", "{}", ["key_account/none"], "is not a folder"],
    ["a folder without a policy", examples, [], "has no compiled policy; name one with --policy"],
    ["examples that are not JSON", "{", ["--policy", "tested.tar.gz"], "it is not JSON"],
    [
      "examples of no rule",
      "{}",
      ["--policy", "tested.tar.gz"],
      "rule is missing; expected the id of the rule, as acme.key_account",
    ],
    ["a misspelt leaf", examples.replace('"s3"', '"s4"'), ["--policy", "tested.tar.gz"], "configurations has no s4"],
    [
      "a misspelt kind",
      examples.replace('"configurations"', '"configs"'),
      ["--policy", "tested.tar.gz"],
      "'configs' is not a kind of rows",
    ],
  ])("%s ends with a sentence and exit code 2", async (name, content, args, sentence) => {
    const own = folder(name.replace(/ /g, "-"), content);
    const { code, err } = await run(
      args[0]?.startsWith("key") ? join(own, args[0]) : own,
      ...args.filter((each) => !each.startsWith("key")),
    );
    expect(code).toBe(2);
    expect(err).toContain(sentence);
    expect(err.trim().split("\n")).toHaveLength(1);
  });
});

const words = '"title": "t", "message": "m", "remedy": "r", "severity": "error", "params": {}';

test.each([
  [
    "nowords",
    '{"id": c.id, "violated": true, "params": {}}',
    "lint/result.violated[0].title is missing; expected a text of 1 to 10,000 characters",
  ],
  [
    "severity",
    `{"id": c.id, "violated": true, ${words.replace('"error"', '"high"')}}`,
    "lint/result.violated[0].severity is not one of error, warning, info",
  ],
  [
    "params",
    `{"id": c.id, "violated": true, ${words.replace('"params": {}', '"params": 1')}}`,
    "lint/result.violated[0].params is a number, expected an object",
  ],
  [
    "id",
    `{"id": "somewhere", "violated": true, ${words}}`,
    "acme.x made a check of 'somewhere', which is not the id of a row",
  ],
  [
    "gaps",
    `{"id": c.id, "violated": {"gaps": []}, ${words}}`,
    "without a verdict: `applies` and `violated` must be true, false or gaps",
  ],
])("a check with wrong %s ends the run", (name, check, why) => {
  const policy = bundle(name, rule(check));
  expect(() => evaluate(policy)).toThrow(UsageError);
  expect(() => evaluate(policy)).toThrow(why);
});

test("a bundle without the entry point, one without WASM, and a file that is not a bundle end the run with the remedy", () => {
  const rego = join(scratch, "other.rego");
  writeFileSync(rego, "package other\n\nx := input.a\n");
  opa(["build", "-t", "wasm", "-e", "other/x", "-o", join(scratch, "entry.tar.gz"), rego]);
  opa(["build", "-o", join(scratch, "rego.tar.gz"), rego]);
  expect(() => evaluate("entry.tar.gz")).toThrow("no entry point lint/result");
  expect(() => evaluate("rego.tar.gz")).toThrow("--policy 'rego.tar.gz' contains no policy.wasm");
  expect(() => evaluate("main.tf.json")).toThrow("--policy 'main.tf.json' contains no policy compiled by OPA");
  expect(() => evaluate("nowhere.wasm")).toThrow("--policy 'nowhere.wasm' cannot be read");
});

test("a policy that calls a builtin that WASM lacks ends the run", () => {
  const folder = join(scratch, "clock");
  mkdirSync(folder);
  writeFileSync(join(folder, "rule.rego"), rule(`{"id": c.id, "violated": time.now_ns() > 0, ${words}}`));
  opa(["build", "-t", "wasm", "-e", "lint/result", "-o", join(scratch, "clock.tar.gz"), ...library, folder]);
  expect(() => evaluate("clock.tar.gz")).toThrow(UsageError);
  expect(() => evaluate("clock.tar.gz")).toThrow("time.now_ns");
});
