import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { pythonTools } from "../../scripts/fixtures/python-tools";
import { terraformInstallation } from "../../scripts/fixtures/terraform";
import { packed, run, succeed } from "./packed";

jest.setTimeout(900_000);

const { version }: { readonly version: string } = JSON.parse(readFileSync("package.json", "utf8"));
const pinned = `cdktf-emr-encryption@${version}`;

let scratch: string;
beforeAll(() => {
  scratch = mkdtempSync(join(tmpdir(), "emr-encryption-pages-"));
});
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** The code blocks of a page in one language, with the packed package for the published one. */
function blocks(page: string, language: string): readonly string[] {
  const text = readFileSync(page, "utf8");
  return [...text.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, "gms"))].map(([, block = ""]) =>
    block.replaceAll(pinned, `file:${packed.tarball}`),
  );
}

test.each(["docs/ci.md", "docs/pre-commit.md"])("%s pins the version of this repository, and parses", (page) => {
  const text = readFileSync(page, "utf8");
  const versions = [...text.matchAll(/cdktf-emr-encryption@v?([\w.-]+)|^ *version: (\d[\w.]+)/g)].map(
    ([, a, b]) => a ?? b,
  );
  expect(versions.length).toBeGreaterThan(0);
  expect(new Set(versions)).toEqual(new Set([version]));
  for (const block of blocks(page, "yaml")) expect(typeof parse(block)).toBe("object");
});

describe("pre-commit, from PyPI, in another repository", () => {
  let folder: string;
  const off = { EnableAtRestEncryption: false, EnableInTransitEncryption: false };
  const resource = (type: string, body: object) => JSON.stringify({ resource: { [type]: { this: body } } });

  /** Runs the hooks of one block of the page over all committed files. */
  function hooks(block: string) {
    writeFileSync(join(folder, ".pre-commit-config.yaml"), block);
    succeed(folder, "git", "add", "--all");
    return run(folder, join(pythonTools(), "pre-commit"), "run", "--all-files", "--verbose");
  }

  beforeAll(() => {
    folder = join(scratch, "repository");
    mkdirSync(folder);
    succeed(folder, "git", "init", "--quiet");
  });

  test("the hook for committed Terraform JSON stops a finding and lets the rest pass", () => {
    const [committed = ""] = blocks("docs/pre-commit.md", "yaml");
    const configuration = { configuration: JSON.stringify({ EncryptionConfiguration: off }) };
    writeFileSync(join(folder, "emr.tf.json"), resource("aws_emr_security_configuration", configuration));
    const stopped = hooks(committed);
    expect(stopped.stdout).toMatch(/EMR encryption\.+Failed/);
    expect(stopped.stdout).toContain("config.at_rest_disabled");
    expect(stopped.code).toBe(1);

    writeFileSync(join(folder, "emr.tf.json"), resource("aws_s3_bucket", { bucket: "b" }));
    const passed = hooks(committed);
    expect(passed.stdout).toMatch(/EMR encryption\.+Passed/);
    expect(passed.code).toBe(0);

    succeed(folder, "git", "rm", "--quiet", "--cached", "emr.tf.json");
    rmSync(join(folder, "emr.tf.json"));
    expect(hooks(committed).stdout).toMatch(/EMR encryption\.+\(no files to check\)Skipped/);
  });

  test("the hook for CDKTF synthesizes first, and checks the result", () => {
    const [, cdktf = ""] = blocks("docs/pre-commit.md", "yaml");
    writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true }));
    writeFileSync(join(folder, ".gitignore"), "node_modules\ncdktf.out\n");
    const peers = ["cdktf@0.21.0", "constructs", "cdktf-cli@0.21.0", "tsx"];
    succeed(folder, "npm", "install", "--silent", "--prefer-offline", packed.tarball, ...peers);
    writeFileSync(join(folder, "cdktf.json"), JSON.stringify({ language: "typescript", app: "npx tsx main.ts" }));
    const main = (flags: object) => `
      import { App, TerraformElement, TerraformStack } from "cdktf";
      const app = new App();
      const stack = new TerraformStack(app, "emr");
      class Raw extends TerraformElement {
        toTerraform() {
          return { resource: { aws_emr_security_configuration: { this: {
            configuration: ${JSON.stringify(JSON.stringify({ EncryptionConfiguration: flags }))} } } } };
        }
      }
      new Raw(stack, "raw");
      app.synth();
    `;
    writeFileSync(join(folder, "main.ts"), main(off));
    const stopped = hooks(cdktf);
    expect(stopped.stdout).toContain("config.at_rest_disabled");
    expect(stopped.code).toBe(1);
    writeFileSync(join(folder, "main.ts"), "throw new Error('does not synthesize');\n");
    expect(hooks(cdktf).code).toBe(1);
  });
});

describe("the shell of docs/ci.md, in a repository with HCL only", () => {
  test("init, plan, show, lint: the finding of an HCL configuration ends with 1, a baseline with 0", () => {
    const folder = join(scratch, "hcl");
    mkdirSync(folder);
    const { env, awsVersions } = terraformInstallation(join(scratch, "terraform"));
    process.env.TF_CLI_CONFIG_FILE = env.TF_CLI_CONFIG_FILE ?? "";
    writeFileSync(
      join(folder, "main.tf"),
      `
      terraform {
        required_providers {
          aws = { source = "hashicorp/aws"${awsVersions[0] ? `, version = "${awsVersions[0]}"` : ""} }
        }
      }
      provider "aws" {
        region                      = "us-east-1"
        access_key                  = "test"
        secret_key                  = "test"
        skip_credentials_validation = true
        skip_requesting_account_id  = true
        skip_metadata_api_check     = true
      }
      resource "aws_emr_security_configuration" "this" {
        configuration = jsonencode({
          EncryptionConfiguration = { EnableAtRestEncryption = false, EnableInTransitEncryption = false }
        })
      }
      `,
    );
    const [install = "", plan = "", baseline = ""] = blocks("docs/ci.md", "sh");
    process.env.HOME = join(scratch, "home");
    succeed(folder, "bash", "-euc", install);
    const checked = run(folder, "bash", "-euc", plan);
    expect(checked.stdout).toContain("config.at_rest_disabled");
    expect(checked.code).toBe(1);
    expect(readFileSync(join(folder, "emr-encryption.xml"), "utf8")).toContain("config.at_rest_disabled");
    expect(run(folder, "bash", "-euc", baseline).code).toBe(0);
  });
});
