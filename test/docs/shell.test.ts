import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { App } from "cdktf";
import { globSync } from "tinyglobby";
import { developmentBundle } from "../../certificates/generations";
import { EncryptionStack } from "../../examples/encryption/stack";
import { readBundle } from "../../formats/bundle/read";
import { writeSidecar } from "../../formats/sidecar";
import { sharedKeyPair } from "../certificates/key-pairs";
import { run } from "../cli/certs/run";

/**
 * Every command of the pages' shell blocks runs, each block in a folder of its own with the files that it reads. One that needs more than this machine
 * is named here, with the test that runs it.
 */
const elsewhere: readonly (readonly [command: RegExp, reason: string])[] = [
  [/^npm (ci|cit|install)\b/, "the registry: CI itself, and test/consumer"],
  [/^"\$HOME\/emr-encryption\//, "an installation in $HOME: test/consumer/pages"],
  [
    /\bterraform (init|plan|show|-chdir)/,
    "Terraform and its providers: test/deploy, test/consumer/pages, test/modules/terraform.proof",
  ],
  [/^cd /, "enters the folder of the stack for Terraform"],
  [/^npm start/, "npm start: CI itself"],
  [
    /^npx cdktf synth\b/,
    "cdktf-cli: test/deploy/example, test/consumer/init; with --hcl, test/modules/terraform.proof",
  ],
  [/ audit (--region|--profile|--policy)/, "an account: test/account, on moto"],
  [/ convert (emr-prod|j-)/, "an account: test/cli/convert, on moto"],
  [/ certs issue /, "AWS Private CA: test/cli/certs/issue.proof"],
  [/ certs bundle /, "the answer of a CA: test/cli/certs/bundle, test/docs/bundles.proof"],
  [/ certs publish /, "S3: test/cli/certs/publish.proof"],
  [/ prove /, "a live endpoint: test/endpoint"],
  [/\bmvn package\b/, "Maven: test/examples/custom-providers.proof"],
  [/^jq /, "prints a secret for AWS Secrets Manager from three files of the user"],
  [/^domain=/, "openssl: test/docs/bundles.proof runs the block"],
];

const root = resolve(__dirname, "../..");
const scratch = mkdtempSync(join(tmpdir(), "emr-encryption-shell-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const blocks = globSync(["README.md", "docs/*.md", "examples/*/README.md"], { cwd: root })
  .sort()
  .flatMap((page) => {
    const text = readFileSync(join(root, page), "utf8");
    return [...text.matchAll(/^ *```sh\n(.*?)\n *```$/gms)].map(([, block = ""], index) => ({
      name: `${page} ${index + 1}`,
      commands: commandsOf(block),
    }));
  });

/** The commands of a block, continued lines joined; a recipe with a here document is one command. */
function commandsOf(block: string): readonly string[] {
  if (block.includes("<<")) return [block];
  return block
    .replaceAll(/ *\\\n\s*/g, " ")
    .split("\n")
    .flatMap((line) => line.replace(/(^| {2,})#.*/, "").split(/ && (?!mvn)/))
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

const plan = join(root, "test/fixtures/plans/json-syntax/plan.json");
const configuration = `resource "aws_emr_security_configuration" "this" {
  configuration = jsonencode({
    EncryptionConfiguration = {
      EnableAtRestEncryption       = false
      EnableInTransitEncryption    = true
      InTransitEncryptionConfiguration = { TLSCertificateConfiguration = { CertificateProviderType = "EMR" } }
    }
  })
}
`;

const reasonFor = (command: string) => elsewhere.find(([pattern]) => pattern.test(command))?.[1];

/** Files that commands read, by their names in the pages. */
const inputs: { readonly [path: string]: (file: string) => void } = {
  "cdktf.out": (outdir) => {
    const app = new App({ outdir });
    const settings = { region: "us-east-1", environment: "development", sharedKey: false };
    new EncryptionStack(app, "emr-encryption", { ...settings, certificates: certificates() });
    app.synth();
  },
  "estate.json": (file) => writeFileSync(file, JSON.stringify({ format_version: "1.0", values: { root_module: {} } })),
  bundles: (folder) => cpSync(certificates(), folder, { recursive: true }),
  certs: (folder) => cpSync(certificates(), folder, { recursive: true }),
  "plan.json": (file) => cpSync(plan, file),
  "known.json": (file) => writeFileSync(file, JSON.stringify({ baselineVersion: 1, findings: [] })),
  "main.tf": (file) => writeFileSync(file, configuration),
  "*.json": (pattern) => cpSync(plan, join(dirname(pattern), "plan.json")),
  "*.bundle.json": (file) => {
    const zip = readFileSync(join(certificates(), "development.zip"));
    const object = { bucket: "emr-artifacts", key: "certs/prod.zip", region: "us-east-1" };
    writeFileSync(file, writeSidecar(zip, readBundle(zip), object as Parameters<typeof writeSidecar>[2]));
  },
  "*.zip": (file) => cpSync(join(certificates(), "development.zip"), file),
  "privateKey.pem": (file) => cpSync(join(certificates(), "privateKey.pem"), file),
  "root.pem": (file) => cpSync(join(certificates(), "trustedCertificates.pem"), file),
  "trustedCertificates.pem": (file) => cpSync(join(certificates(), "trustedCertificates.pem"), file),
  "*.pem": (file) => cpSync(join(certificates(), "certificateChain.pem"), file),
};

let made: string | undefined;
function certificates(): string {
  if (made === undefined) {
    const folder = join(scratch, "made");
    const request = { domains: ["ec2.internal", "us-west-2.compute.internal"], days: 90, subject: [], now: new Date() };
    developmentBundle({ ...request, renew: false, force: false, folder, makeKeyPair: sharedKeyPair });
    made = folder;
  }
  return made;
}

describe.each(blocks)("$name", ({ name, commands }) => {
  const here = commands.filter((command) => reasonFor(command) === undefined);
  const folder = join(scratch, name.replace(/\W/g, "-"));
  beforeAll(() => mkdirSync(folder));

  if (here.length === 0) {
    test("runs elsewhere", () => expect(commands.map(reasonFor)).not.toContain(undefined));
  } else {
    test.each(here)("%s", async (command) => {
      const [, line = ""] = /^(?:npx )?emr-encryption (.+)$/.exec(command.replace(/ > \S+$/, "")) ?? [];
      expect(line).not.toBe("");
      const args = [...line.matchAll(/(["'])(.*?)\1|(\S+)/g)].map(([, , quoted, plain]) => quoted ?? plain ?? "");
      for (const [index, arg] of args.entries())
        if (!["--out", "--save"].includes(args[index - 1] ?? "")) provide(folder, arg);
      const { code, err } = await run(args, folder);
      expect([command, code < 2, err.replace(/^warning: .*\n/gm, "")]).toEqual([command, true, ""]);
    });
  }
});

/** Puts a file there that a command reads, unless an earlier command of the block wrote it. */
function provide(folder: string, path: string): void {
  const name = path.split("/").at(-1) ?? "";
  const make = inputs[name] ?? inputs[name.replace(/^[^.]+(?=\.)/, "*")];
  const file = join(folder, path);
  if (make === undefined || existsSync(file) || path.startsWith("-")) return;
  mkdirSync(dirname(file), { recursive: true });
  make(file);
}

test("every reason belongs to a command of the pages", () => {
  const all = blocks.flatMap(({ commands }) => commands);
  expect(elsewhere.filter(([pattern]) => !all.some((command) => pattern.test(command)))).toEqual([]);
});
