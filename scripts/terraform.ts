import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";

/** How Terraform gets its providers on this machine. */
export interface TerraformInstallation {
  /** `configuration`: a preset CLI configuration; `mirror`: folders on this machine; `registry`: the network. */
  readonly from: "configuration" | "mirror" | "registry";
  /** Versions of the AWS provider in the mirror, newest first; empty where that is not known. */
  readonly awsVersions: readonly string[];
  /** Environment for `terraform` and `cdktf`. */
  readonly env: { readonly [name: string]: string | undefined };
}

const providers = "registry.terraform.io";

/**
 * Finds out how Terraform can install providers here: `TF_CLI_CONFIG_FILE` if that file exists, else a filesystem mirror
 * (`TERRAFORM_MIRROR`, or one in the usual places), else the registry.
 *
 * @param folder - where the CLI configuration that names a mirror is written
 * @param environment - the environment to start from
 * @throws Error where there is no `terraform` on the PATH (or under `TERRAFORM_BINARY_NAME`, cdktf's own variable)
 */
export function terraformInstallation(
  folder: string,
  environment: NodeJS.ProcessEnv = process.env,
): TerraformInstallation {
  const base = { ...environment, CHECKPOINT_DISABLE: "1", TF_IN_AUTOMATION: "1" };
  const binary = environment.TERRAFORM_BINARY_NAME ?? "terraform";
  try {
    execFileSync(binary, ["version"], { env: environment, stdio: "ignore" });
  } catch {
    throw new Error(`'${binary}' does not start; install Terraform 1.5 or newer, or name it in TERRAFORM_BINARY_NAME`);
  }
  const preset = environment.TF_CLI_CONFIG_FILE;
  if (preset && existsSync(preset)) return { from: "configuration", awsVersions: mirrored(preset), env: base };
  const mirror = findMirror(environment);
  if (!mirror) return { from: "registry", awsVersions: [], env: { ...base, TF_CLI_CONFIG_FILE: undefined } };
  mkdirSync(folder, { recursive: true });
  const configuration = resolve(folder, "terraform.tfrc");
  const path = JSON.stringify(mirror);
  writeFileSync(configuration, `provider_installation {\n  filesystem_mirror {\n    path = ${path}\n  }\n}\n`);
  return { from: "mirror", awsVersions: awsVersions(mirror), env: { ...base, TF_CLI_CONFIG_FILE: configuration } };
}

/** The first folder that holds `registry.terraform.io/hashicorp/aws`. */
function findMirror(environment: NodeJS.ProcessEnv): string | undefined {
  if (environment.TERRAFORM_MIRROR) {
    if (awsVersions(environment.TERRAFORM_MIRROR).length > 0) return environment.TERRAFORM_MIRROR;
    throw new Error(`TERRAFORM_MIRROR is '${environment.TERRAFORM_MIRROR}', which holds no ${providers}/hashicorp/aws`);
  }
  const places = [join(homedir(), ".terraform.d"), join(homedir(), ".local/share/terraform")].concat(
    ["local/share", "share", "lib"].map((place) => join("/usr", place, "terraform")),
    ["/opt", "/srv", "/var/lib/terraform"],
  );
  return places.map((place) => mirrorUnder(place, 3)).find((found) => found !== undefined);
}

function mirrorUnder(folder: string, depth: number): string | undefined {
  if (awsVersions(folder).length > 0) return folder;
  if (depth === 0) return undefined;
  for (const name of entries(folder)) {
    if (name === "node_modules" || name.startsWith(".")) continue;
    const found = mirrorUnder(join(folder, name), depth - 1);
    if (found) return found;
  }
  return undefined;
}

/** Unpacked (`1.2.3/linux_amd64`) and packed (`terraform-provider-aws_1.2.3_linux_amd64.zip`) versions, newest first. */
function awsVersions(mirror: string): readonly string[] {
  const versions = entries(join(mirror, providers, "hashicorp", "aws"), () => true)
    .map((name) => name.match(/^(?:terraform-provider-aws_)?(\d+\.\d+\.\d+)/)?.[1])
    .filter((version) => version !== undefined);
  return [...new Set(versions)].sort((a, b) => b.localeCompare(a, "en", { numeric: true }));
}

function mirrored(configuration: string): readonly string[] {
  const path = mirrorOf(configuration);
  return path ? awsVersions(path) : [];
}

/** The filesystem mirror that a CLI configuration names. */
export function mirrorOf(configuration: string): string | undefined {
  return readFileSync(configuration, "utf8").match(/filesystem_mirror\s*\{[^}]*?path\s*=\s*"([^"]+)"/)?.[1];
}

function entries(folder: string, wanted = (path: string) => statSync(path).isDirectory()): readonly string[] {
  try {
    return readdirSync(folder).filter((name) => existsSync(join(folder, name)) && wanted(join(folder, name)));
  } catch {
    return [];
  }
}

if (require.main === module) {
  const { from, env } = terraformInstallation(process.argv[2] ?? ".terraform");
  process.stderr.write(`terraform: providers from ${from}\n`);
  process.stdout.write(`${env.TF_CLI_CONFIG_FILE ?? ""}\n`);
}
