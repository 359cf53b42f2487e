import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { certificatesFolder, outdir } from "./stacks";

/** AWS provider 6: the last bindings for cdktf. In a folder of its own, for no project can hold both. */
const version = "21.22.1";
const root = resolve(__dirname, "../..");
const folder = join(root, ".ci/cache/provider-21");
const project = join(folder, "tsconfig.json");
const certificates = certificatesFolder();

beforeAll(() => {
  if (!existsSync(join(folder, "node_modules/@cdktf/provider-aws/package.json"))) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true }));
    // Peers are left out: cdktf and constructs are the repository's own, as two copies of them do not work together.
    const flags = ["--omit=peer", "--legacy-peer-deps", "--ignore-scripts", "--no-audit", "--no-fund"];
    execFileSync("npm", ["install", ...flags, `@cdktf/provider-aws@${version}`], { cwd: folder, stdio: "ignore" });
  }
  writeFileSync(
    project,
    JSON.stringify({
      extends: "../../../tsconfig.json",
      compilerOptions: { paths: { "@cdktf/provider-aws/*": ["./node_modules/@cdktf/provider-aws/*"] } },
      include: ["modules", "examples/**/*.ts", "main.ts"].map((part) => `../../../${part}`),
    }),
  );
}, 300_000);

function synthesizedBy(config: string) {
  const output = join(outdir, config === project ? "6" : "5");
  const tsx = require.resolve("tsx/cli");
  const env = { ...process.env, CDKTF_OUTDIR: output, EMR_CERTIFICATES: certificates };
  execFileSync(process.execPath, [tsx, "--tsconfig", config, "main.ts"], { cwd: root, env });
  return JSON.parse(readFileSync(join(output, "stacks/emr-encryption/cdk.tf.json"), "utf8"));
}

describe("AWS provider 6", () => {
  test("constructs and examples compile against its types", () => {
    const { status, stdout } = spawnSync(process.execPath, [require.resolve("typescript/bin/tsc"), "-p", project], {
      cwd: folder,
      encoding: "utf8",
    });
    expect(stdout).toBe("");
    expect(status).toBe(0);
  });

  test("the example makes the same resources with either provider", () => {
    const [five, six] = [synthesizedBy(join(root, "tsconfig.json")), synthesizedBy(project)];
    expect(five.terraform.required_providers.aws.version).toMatch(/^5\./);
    expect(six.terraform.required_providers.aws.version).toMatch(/^6\./);
    expect({ ...six, terraform: five.terraform }).toEqual(five);
  });
});
