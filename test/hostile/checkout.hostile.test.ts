import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { bundleZip } from "../support/certificates";
import { CANARY, type Checkout, checkout, FORMATS, lint, run, wrongPlan } from "./run";

jest.setTimeout(120_000);

const object = (source: unknown, type = "aws_s3_object") => ({
  address: `${type}.o`,
  mode: "managed",
  type,
  name: "o",
  change: { actions: ["create"], before: null, after: { bucket: "b", key: "certs.zip", source }, after_unknown: {} },
});

describe("files that lead out of the checkout are refused, and none of their content is shown", () => {
  const targets = [
    "../secret.txt",
    "../secret.json",
    ".git/config",
    "/proc/self/environ",
    "/proc/self/pagemap",
    "/dev/zero",
    "/dev/stdin",
    "/etc/passwd",
    "../nothing",
  ];
  const names = [
    "emr-encryption.config.yaml",
    "emr-encryption.config.json",
    "main.tf.json",
    "main.tf",
    "manifest.json",
    "terraform.tfvars",
    "privateKey.pem",
    "certificateChain.pem",
    "plan.json",
    "b.zip",
  ];

  test.each(names.flatMap((name) => targets.map((target) => [name, target] as const)))("%s → %s", (name, target) => {
    const place = checkout();
    place.write({ "wrong.json": wrongPlan() });
    symlinkSync(target, place.path(name));
    expect([1, 2]).toContain(lint(place, ["."]).code);
    expect(lint(place, [name]).code).toBe(2);
  });

  test.each(names)("a pipe named %s", (name) => {
    const place = checkout();
    place.write({ "wrong.json": wrongPlan() });
    execFileSync("mkfifo", [place.path(name)]);
    expect([1, 2]).toContain(lint(place, ["."]).code);
    expect(lint(place, [name]).code).toBe(2);
  });

  test.each([...targets, "a".repeat(5000), "a\u0000b", "../../../../etc/passwd", "link"])(
    "source = %j costs one value",
    (source) => {
      const place = checkout();
      symlinkSync("../secret.txt", place.path("link"));
      place.write({
        "plan.json": wrongPlan({ configuration: "{" }, [object(source), object(source, "aws_s3_bucket_object")]),
      });
      const { code, report } = lint(place, ["plan.json"]);
      expect(code).toBe(1);
      expect(report?.findings.map(({ rule }) => rule)).toContain("config.not_json");
    },
  );

  test.each<[string, object]>([
    ["additional roots", { known: { additionalRoots: ["/dev/zero"] } }],
    ["a key policy", { known: { keys: { "arn:aws:kms:us-east-1:111122223333:key/1": { policy: "../secret.json" } } } }],
    ["a base", { extends: ["../secret.json"] }],
    ["a base by an absolute path", { extends: ["/proc/self/environ"] }],
    ["a package", { extends: ["../../secret/file"] }],
  ])("%s of the settings", (_, settings) => {
    const place = checkout();
    const arn = "arn:aws:kms:us-east-1:111122223333:key/1";
    const configuration = {
      EncryptionConfiguration: {
        EnableInTransitEncryption: true,
        EnableAtRestEncryption: true,
        InTransitEncryptionConfiguration: {
          TLSCertificateConfiguration: { CertificateProviderType: "PEM", S3Object: "s3://b/certs.zip" },
        },
        AtRestEncryptionConfiguration: { S3EncryptionConfiguration: { EncryptionMode: "SSE-KMS", AwsKmsKey: arn } },
      },
    };
    place.write({
      "emr-encryption.config.json": JSON.stringify(settings),
      "plan.json": wrongPlan({ configuration: JSON.stringify(configuration) }),
      "b.zip": bundleZip({ "privateKey.pem": "x" }),
    });
    expect([1, 2]).toContain(lint(place, ["plan.json", "b.zip"]).code);
  });

  test("a manifest that leads out", () => {
    const place = checkout();
    place.write({
      "cdktf.out/manifest.json": JSON.stringify({
        stacks: { a: { synthesizedStackPath: "../../../outside/cdk.tf.json" } },
      }),
    });
    expect(lint(place, ["cdktf.out"]).code).toBe(2);
  });
});

describe("names and texts cannot send commands to the runner", () => {
  test.each([
    "x\n::add-mask::error\n.json",
    "x\r::set-output name=sarif::/p",
    "##[group]x",
    "\u001b]0;title\u0007",
    "\u202egpj",
  ])("a file named %j", (name) => {
    const place = checkout();
    place.write({ [name]: "{" });
    for (const format of FORMATS) {
      const { out, code } = run(place, ["lint", "--format", format, name]);
      expect(code).toBe(2);
      for (const character of ["\u001b", "\u0007", "\u202e", "\r"]) expect(out).not.toContain(character);
      if (format !== "github") expect(out).not.toMatch(/^\s*::[a-z]/m);
      expect(out).not.toContain("##[");
    }
  });

  test.each([
    { environment: "x\r::set-output name=sarif::/p" },
    { "x\n::error::y": 1 },
    { locked: ["x\n::error::y"] },
    { extends: ["./x\n::error::y.json"] },
  ])("settings %j", (settings) => {
    const place = checkout();
    place.write({ "emr-encryption.config.json": JSON.stringify(settings), "plan.json": wrongPlan() });
    expect(lint(place, ["plan.json"]).code).toBe(2);
  });

  test("a key of YAML that is a list, of which the parser would warn", () => {
    const place = checkout();
    place.write({
      "emr-encryption.config.yaml": `? ["${CANARY}", "\\n::error::x \\e[31m"]\n: 1\n`,
      "plan.json": wrongPlan(),
    });
    const { code, err } = run(place, ["lint", "plan.json"]);
    expect([code, err.trim().split("\n").length]).toEqual([2, 1]);
  });

  test("a long value that breaks before a command", () => {
    const place = checkout();
    place.write({ "plan.json": wrongPlan({ name: `${"x ".repeat(60)}::stop-commands::y`, configuration: "{" }) });
    expect(run(place, ["lint", "plan.json"]).out).not.toMatch(/^\s*::[a-z]/m);
  });
});

describe("the gate is not loosened without notice", () => {
  const off = { severities: { "config.not_json": "off" }, failOn: "never" };
  const loosened = (): Checkout => {
    const place = checkout();
    place.write({ "emr-encryption.config.json": JSON.stringify(off), "plan.json": wrongPlan() });
    return place;
  };

  test.each(FORMATS)("the report for %s names the files and what they switch off", (format) => {
    const { out } = run(loosened(), ["lint", "--format", format, "plan.json"]);
    expect(out).toContain("emr-encryption.config.json");
    expect(out.replaceAll("\\", "")).toContain("config.not_json");
    expect(out).toMatch(/never/);
  });

  test("no settings, settings by name, and settings above the repository", () => {
    const place = loosened();
    place.write({ "../emr-encryption.config.json": JSON.stringify(off) });
    expect(lint(place, ["plan.json", "--no-settings"]).code).toBe(1);
    expect(lint(place, ["plan.json"]).report?.settings).toMatchObject({ off: ["config.not_json"], failOn: "never" });
    execFileSync("rm", [place.path("emr-encryption.config.json")]);
    expect(lint(place, ["plan.json"]).report?.settings.files).toEqual([]);
  });
});

describe("what was not checked never ends in 0", () => {
  const clean = wrongPlan({ configuration: "{}" }).replace("aws_emr_security_configuration", "aws_s3_bucket");
  const utf16 = (text: string) => Buffer.from(`\ufeff${text}`, "utf16le");
  const zip = bundleZip({ "privateKey.pem": "x", "certificateChain.pem": "y" });

  test.each<[string, string, string | Uint8Array]>([
    ["UTF-16 as PowerShell writes it", "plan.json", utf16(wrongPlan())],
    ["UTF-16 big endian", "plan.json", utf16(wrongPlan()).swap16()],
    ["a byte order mark", "plan.json", `\ufeff${wrongPlan()}`],
    [
      "the version after 64 KiB",
      "plan.json",
      wrongPlan().replace('{"format_version":"1.2",', `{"a":"${"x".repeat(100_000)}","format_version":"1.2",`),
    ],
    ["a truncated zip", "a.zip", zip.subarray(0, zip.length - 30)],
    ["a zip with bytes in front", "a.zip", Buffer.concat([Buffer.from("#!/bin/sh\n"), zip])],
    ["a truncated plan", "plan.json", wrongPlan().slice(0, -5)],
  ])("%s beside something clean", (_, name, content) => {
    const place = checkout();
    place.write({ "clean.json": clean, [name]: content });
    expect([1, 2]).toContain(lint(place, ["."]).code);
  });

  test("a folder with more entries than are walked", () => {
    const place = checkout();
    place.write({ "clean.json": clean });
    mkdirSync(place.path("many"));
    for (let at = 0; at < 100_001; at++) writeFileSync(join(place.path("many"), String(at)), "");
    const { code, report } = lint(place, ["."]);
    expect(code).toBe(2);
    expect(report?.inputs.map(({ error }) => error)).toContainEqual(expect.stringContaining("more than 100000"));
  });
});

describe("reports are written to the given place, or not at all", () => {
  test("not through a link, over an input or out of the checkout; and as a whole", () => {
    const place = checkout();
    place.write({ "plan.json": wrongPlan(), "out/old.json": "old" });
    symlinkSync("../secret.txt", place.path("out.json"));
    symlinkSync("..", place.path("up"));
    for (const [file, problem] of [
      ["out.json", "symbolic link"],
      ["plan.json", "input of this run"],
      ["up/secret.txt", "leads out of the checkout"],
      ["out", "folder"],
    ] as const) {
      const { code, err } = run(place, ["lint", "plan.json", "--format", `json=${file}`]);
      expect([code, err]).toEqual([2, expect.stringContaining(problem)]);
      expect(run(place, ["lint", "plan.json", "--write-baseline", file]).code).toBe(2);
    }
    expect(readFileSync(place.path("../secret.txt"), "utf8")).toBe(CANARY);
    expect(run(place, ["lint", "plan.json", "--format", "json=out/old.json"]).code).toBe(1);
    expect(JSON.parse(readFileSync(place.path("out/old.json"), "utf8")).findings).not.toEqual([]);
  });
});
