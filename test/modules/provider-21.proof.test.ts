import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { runLint } from "../../linter";
import { certificatesFolder, outdir, regionalTypes } from "./stacks";

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
}, 900_000);

/** An app whose configuration lies in another Region than its provider, and its key for S3 where it is told. */
const regionalApp = `
  import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
  import { App, TerraformStack } from "cdktf";
  import { EmrEncryption, EncryptionKey } from "../../../modules";
  const app = new App();
  const stack = new TerraformStack(app, "regional");
  new AwsProvider(stack, "aws", { region: "us-east-1" });
  const region = "eu-west-1";
  const key = new EncryptionKey(stack, "key", { region: process.env.KEY_REGION });
  const atRest = { s3: { mode: "SSE-KMS", key }, localDisk: { provider: "AwsKms" } } as const;
  new EmrEncryption(stack, "encryption", { atRest, inTransit: "off", region });
  app.synth();
`;

/** What the linter says of the Regions of that app's keys. */
function regionFindings(keyRegion: string): readonly string[] {
  const app = join(folder, "regional.ts");
  writeFileSync(app, regionalApp);
  const output = join(outdir, `regional-${keyRegion}`);
  const env = { ...process.env, CDKTF_OUTDIR: output, KEY_REGION: keyRegion };
  execFileSync(process.execPath, [require.resolve("tsx/cli"), "--tsconfig", project, app], { cwd: root, env });
  const { report } = runLint([join(output, "stacks/regional/cdk.tf.json")], { rules: ["key.region_mismatch"] });
  return report.findings.map(({ construct, message }) => `${construct}: ${message}`);
}

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

  test("the example creates the same resources with either provider", () => {
    const [five, six] = [synthesizedBy(join(root, "tsconfig.json")), synthesizedBy(project)];
    expect(five.terraform.required_providers.aws.version).toMatch(/^5\./);
    expect(six.terraform.required_providers.aws.version).toMatch(/^6\./);
    expect({ ...six, terraform: five.terraform }).toEqual(five);
  });

  test.each(regionalTypes.map((type) => [type]))("%s has an argument for its Region", (type) => {
    const file = type.replace(/^(data\.)?aws_/, (_all, data) => (data ? "data-aws-" : "")).replaceAll("_", "-");
    const types = join(folder, "node_modules/@cdktf/provider-aws/lib", file, "index.d.ts");
    expect(readFileSync(types, "utf8")).toContain("    readonly region?: string;");
  });

  test("a key in the configuration's own Region is right, whatever the provider's", () => {
    expect(regionFindings("eu-west-1")).toEqual([]);
  });

  test("a key in another Region than the configuration is found", () => {
    expect(regionFindings("eu-central-1")).toEqual([expect.stringMatching(/^regional\/key\/resource: .+eu-central-1/)]);
  });
});
