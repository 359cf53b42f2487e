import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { terraformInstallation } from "../../scripts/fixtures/terraform";

describe("how Terraform installs providers", () => {
  let folder: string;
  let mirror: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "terraform-installation-"));
    mirror = join(folder, "mirror");
    const aws = join(mirror, "registry.terraform.io/hashicorp/aws");
    mkdirSync(join(aws, "5.100.0/linux_amd64"), { recursive: true });
    writeFileSync(join(aws, "terraform-provider-aws_5.99.1_linux_amd64.zip"), "");
    writeFileSync(join(aws, "index.json"), "{}");
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  // Stands in for Terraform: a command that starts, and ends well.
  const environment = (more: { [name: string]: string }) => {
    const terraform = join(folder, "terraform");
    writeFileSync(terraform, `#!${process.execPath}\n`, { mode: 0o755 });
    return { TERRAFORM_BINARY_NAME: terraform, ...more };
  };

  test("a preset configuration that exists is left alone", () => {
    const preset = join(folder, "preset.tfrc");
    writeFileSync(preset, `provider_installation {\n  filesystem_mirror {\n    path = "${mirror}"\n  }\n}\n`);
    const found = terraformInstallation(folder, environment({ TF_CLI_CONFIG_FILE: preset }));
    expect(found.from).toBe("configuration");
    expect(found.env.TF_CLI_CONFIG_FILE).toBe(preset);
    expect(found.awsVersions).toEqual(["5.100.0", "5.99.1"]);
  });

  test("if a preset configuration does not exist, the mirror is used", () => {
    const preset = join(folder, "gone.tfrc");
    const found = terraformInstallation(folder, environment({ TF_CLI_CONFIG_FILE: preset, TERRAFORM_MIRROR: mirror }));
    expect(found.from).toBe("mirror");
    expect(readFileSync(String(found.env.TF_CLI_CONFIG_FILE), "utf8")).toContain(`path = "${mirror}"`);
    expect(found.awsVersions).toEqual(["5.100.0", "5.99.1"]);
  });

  test("a mirror without the AWS provider is refused by name", () => {
    expect(() => terraformInstallation(folder, environment({ TERRAFORM_MIRROR: folder }))).toThrow(
      `TERRAFORM_MIRROR is '${folder}', which holds no registry.terraform.io/hashicorp/aws`,
    );
  });

  test("without Terraform the message names what to install", () => {
    expect(() => terraformInstallation(folder, environment({ TERRAFORM_BINARY_NAME: "no-such-terraform" }))).toThrow(
      "'no-such-terraform' does not start; install Terraform 1.5 or newer, or name it in TERRAFORM_BINARY_NAME",
    );
  });
});
