import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { nodeRunner } from "../../scripts/fixtures/node-runner";
import { terraformInstallation } from "../../scripts/fixtures/terraform";
import { packed, userWith } from "./packed";

jest.setTimeout(900_000);

let scratch: string;
const version: string = JSON.parse(readFileSync("package.json", "utf8")).version;

beforeAll(() => {
  scratch = mkdtempSync(join(tmpdir(), "emr-encryption-init-"));
});
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** What a user types in an empty folder: `npx cdktf-emr-encryption@VERSION`, with the packed package for the published one. */
const npx = ["--yes", "--prefer-offline", "--package"];
const init = (user: ReturnType<typeof userWith>, ...args: readonly string[]) =>
  user.succeed(scratch, "npx", ...npx, packed.tarball, "emr-encryption", "init", ...args);

/** The commands that `init` printed, but for the change of folder. */
const printed = (out: string) =>
  out
    .slice(out.indexOf("next:\n"))
    .split("\n")
    .slice(1)
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("cd "));

test.each([
  { framework: "cdktf", flags: [], node: undefined },
  { framework: "cdktn", flags: ["--cdktn"], node: 22 },
] as const)(
  "a project for $framework installs, compiles, passes its test, synthesizes and has no finding, by the printed commands",
  ({ framework, flags, node }) => {
    const user = userWith(node && nodeRunner(node));
    const commands = printed(init(user, framework, ...flags));
    expect(commands).toEqual(["npm install", "npm run certificates", "npm test", "npm run synth", "npm run lint"]);
    const folder = join(scratch, framework);
    const manifest = readFileSync(join(folder, "package.json"), "utf8");
    expect(JSON.parse(manifest).dependencies["cdktf-emr-encryption"]).toBe(version);
    writeFileSync(
      join(folder, "package.json"),
      manifest.replace(`"cdktf-emr-encryption": "${version}"`, `"cdktf-emr-encryption": "file:${packed.tarball}"`),
    );
    const output = commands.map((line) => {
      const [command = "", ...args] = line.split(" ");
      return user.succeed(folder, command, ...args, ...(line === "npm install" ? ["--prefer-offline"] : []));
    });
    expect(output.at(-1)).toContain("environment: development");
    expect(output.at(-1)).toMatch(/\d info; 1 input checked\n$/);
    user.succeed(folder, "npx", "tsc", "--project", ".");
    const workflow = parse(readFileSync(join(folder, ".github/workflows/emr-encryption.yml"), "utf8"));
    const steps: readonly { readonly run?: string }[] = workflow.jobs.check.steps;
    expect(steps.flatMap(({ run }) => (run ? [run] : []))).toEqual(["npm ci --ignore-scripts", ...commands.slice(1)]);
    user.succeed(folder, "npm", "ci", "--ignore-scripts", "--prefer-offline", "--dry-run");
  },
);

test("a project in HCL is formatted and valid for Terraform, and has no finding", () => {
  const user = userWith();
  const commands = printed(init(user, "hcl", "--hcl"));
  expect(commands).toEqual([`npx cdktf-emr-encryption@${version} lint .`, "terraform init", "terraform plan"]);
  const folder = join(scratch, "hcl");
  const lint = ["lint", ".", "--fail-on", "warning"];
  expect(user.succeed(folder, "npx", ...npx, packed.tarball, "emr-encryption", ...lint)).toContain(
    "environment: production",
  );
  user.succeed(folder, "terraform", "fmt", "-check", "-diff");
  const { env } = terraformInstallation(join(scratch, "terraform"));
  const terraform = (...args: readonly string[]) =>
    user.succeed(folder, "env", `TF_CLI_CONFIG_FILE=${env.TF_CLI_CONFIG_FILE ?? ""}`, "terraform", ...args);
  terraform("init", "-backend=false");
  terraform("validate");
});

test("a folder that is not empty is refused, with its content, and nothing is written", () => {
  const user = userWith();
  writeFileSync(join(scratch, "notes.txt"), "");
  const { code, stderr } = user.run(scratch, "npx", ...npx, packed.tarball, "emr-encryption", "init", ".");
  expect([code, stderr]).toEqual([
    2,
    expect.stringMatching(/^emr-encryption: '\.' is not empty: it contains .*; give /),
  ]);
});
