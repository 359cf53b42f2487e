import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { dirname } from "node:path";
import { CANARY, type Checkout, checkout, lint, run, wrongPlan } from "./run";

jest.setTimeout(120_000);

const TARGETS = ["../secret.txt", "../secret.json", ".git/config", "/proc/self/environ", "/dev/zero", "pipe"] as const;

/** Puts a link that leads out of the checkout, or a pipe, in the place of a file. */
function hostileFile(place: Checkout, name: string, target: (typeof TARGETS)[number]): void {
  mkdirSync(dirname(place.path(name)), { recursive: true });
  if (target === "pipe") execFileSync("mkfifo", [place.path(name)]);
  else symlinkSync(target.startsWith("..") ? place.path(target) : target, place.path(name));
}

const role = ["--role", "arn:aws:iam::111122223333:role/x", "--purpose", "logs"];
const COMMANDS: readonly (readonly [name: string, args: readonly string[]])[] = [
  ["document.json", ["convert", "document.json"]],
  ["policy.json", ["keys", "statement", ...role, "--merge", "policy.json"]],
  ["bundle.zip", ["certs", "inspect", "bundle.zip"]],
  ["chain.pem", ["certs", "inspect", "chain.pem"]],
  ["a.bundle.json", ["certs", "inspect", "a.bundle.json"]],
  ["certs/privateKey.pem", ["certs", "inspect", "certs"]],
  ["bundle.zip", ["certs", "expiring", "--within", "60d", "bundle.zip"]],
  ["key.pem", ["certs", "bundle", "--private-key", "key.pem", "--certificate-chain", "key.pem", "--out", "o.zip"]],
  ["bundle.zip", ["prove", "127.0.0.1:9", "--bundle", "bundle.zip"]],
  ["plan.json", ["graph", "plan.json"]],
  ["plan.json", ["facts", "plan.json"]],
  ["roots.pem", ["lint", "--default-roots", "roots.pem", "wrong.json"]],
  ["rules.wasm", ["lint", "--policy", "rules.wasm", "wrong.json"]],
  ["base.json", ["lint", "--baseline", "base.json", "wrong.json"]],
  ["state.json", ["lint", "--against", "state.json", "wrong.json"]],
  ["v.tfvars", ["lint", "--var-file", "v.tfvars", "main.tf"]],
  ["s.yaml", ["lint", "--settings", "s.yaml", "wrong.json"]],
];

describe("every command reads through the guard", () => {
  test.each(COMMANDS.flatMap(([name, args]) => TARGETS.map((target) => [name, target, args] as const)))(
    "%s → %s: %j",
    (name, target, args) => {
      const place = checkout();
      place.write({ "wrong.json": wrongPlan(), "main.tf": "" });
      hostileFile(place, name, target);
      const { code, out } = run(place, args);
      // What is wrong in a folder is told beside what is in it.
      if (code === 0) expect(out).toMatch(/was not read/);
      else expect([1, 2]).toContain(code);
    },
  );
});

describe("packages that settings extend are files like others", () => {
  test.each(TARGETS)("package.json → %s", (target) => {
    const place = checkout();
    place.write({
      "emr-encryption.config.json": JSON.stringify({ extends: ["policy/emr.json"] }),
      "plan.json": wrongPlan(),
      "node_modules/policy/index.js": "",
    });
    hostileFile(place, "node_modules/policy/package.json", target);
    expect(lint(place, ["plan.json"]).code).toBe(2);
  });

  test.each(TARGETS)("the file itself → %s", (target) => {
    const place = checkout();
    place.write({
      "emr-encryption.config.json": JSON.stringify({ extends: ["policy/emr.json"] }),
      "plan.json": wrongPlan(),
    });
    hostileFile(place, "node_modules/policy/emr.json", target);
    expect(lint(place, ["plan.json"]).code).toBe(2);
  });
});

describe("Terraform's own files", () => {
  const configuration = (value: string) =>
    `resource "aws_emr_security_configuration" "a" {\n  name = ${value}\n  configuration = "{}"\n}\n`;

  test.each([
    'file("../secret.txt")',
    'file("/proc/self/environ")',
    'file("/dev/zero")',
    'file("link")',
    'file(".git/config")',
    'file("./.GIT/config")',
    'filebase64("link")',
    'templatefile("../secret.txt", {})',
    'templatefile("t.tpl", {})',
    'file("$' + '{path.root}/../secret.txt")',
  ])("%s is named, and the rest is checked", (value) => {
    const place = checkout();
    place.write({ "main.tf": configuration(value), "t.tpl": "$" + '{file("../secret.txt")}' });
    symlinkSync("../secret.txt", place.path("link"));
    const { code, report } = lint(place, []);
    expect([code, report?.findings.map(({ rule }) => rule)]).toEqual([
      2,
      expect.arrayContaining(["config.at_rest_disabled"]),
    ]);
    for (const command of ["facts", "graph"]) expect(run(place, [command, "."]).out).toContain("aws_emr");
  });

  test.each([
    ...["../..", "/etc", "/proc/self", ".git", "x\u0000y", "a".repeat(5_000)].map((Dir) =>
      JSON.stringify({ Modules: [{ Key: "m", Dir }] }),
    ),
    "null",
    '{"Modules":[null,1,{"Key":1,"Dir":{}}]}',
    "[".repeat(100_000),
  ])("modules.json %#", (index) => {
    const place = checkout();
    place.write({
      "main.tf": `${configuration('"a"')}module "m" {\n  source = "a/b/aws"\n}\n`,
      ".terraform/modules/modules.json": index,
      "../main.tf": `resource "x" "${CANARY}" {}`,
    });
    expect([1, 2]).toContain(lint(place, []).code);
  });

  test.each(
    TARGETS.flatMap((target) => ["terraform.tfvars", "a.auto.tfvars.json"].map((name) => [name, target] as const)),
  )("%s → %s", (name, target) => {
    const place = checkout();
    place.write({ "main.tf": configuration('"a"') });
    hostileFile(place, name, target);
    expect(lint(place, []).code).toBe(2);
  });

  test.each([
    { path: ".", varFiles: ["../secret.txt"] },
    { path: ".", varFiles: ["/dev/zero"] },
    { path: ".", varFiles: ["/proc/self/environ"] },
    { path: "..", varFiles: [] },
  ])("roots %j", (root) => {
    const place = checkout();
    place.write({ "main.tf": configuration('"a"'), "emr-encryption.config.json": JSON.stringify({ roots: [root] }) });
    expect([1, 2]).toContain(lint(place, []).code);
  });
});

test("a picture is not written through a link or over an input", () => {
  const place = checkout();
  place.write({ "plan.json": wrongPlan() });
  symlinkSync("../secret.txt", place.path("out.svg"));
  for (const file of ["out.svg", "plan.json"]) expect(run(place, ["graph", "plan.json", "--out", file]).code).toBe(2);
  expect(readFileSync(place.path("../secret.txt"), "utf8")).toBe(CANARY);
  expect(readFileSync(place.path("plan.json"), "utf8")).toBe(wrongPlan());
});
