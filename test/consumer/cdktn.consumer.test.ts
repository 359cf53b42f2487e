import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { terrainSource as source, terrainVersions } from "../support/terrain";
import { packed, run, succeed } from "./packed";

jest.setTimeout(900_000);

let scratch: string;
let folder: string;

function copy(file: string, name = file): void {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), source(file));
}

beforeAll(() => {
  scratch = mkdtempSync(join(tmpdir(), "emr-encryption-cdktn-"));
  folder = join(scratch, "terrain");
  mkdirSync(folder);
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "terrain", private: true }));
  const tools = ["typescript@5.9", "@types/node@20", "tsx@4"];
  succeed(folder, "npm", "install", "--silent", "--prefer-offline", packed.tarball, ...terrainVersions, ...tools);
  for (const name of ["encryption", "cluster", "ways", "organization"]) {
    for (const file of readdirSync(`examples/${name}`).filter((file) => file.endsWith(".ts"))) {
      copy(`examples/${name}/${file}`);
    }
  }
  copy("examples/endpoint.ts");
  copy("main.ts");
  copy("test/fixtures/consumer/first-stack.ts", "first-stack.ts");
  cpSync("test/fixtures/jars/providers.jar", join(folder, "providers.jar"));
  succeed(folder, "npx", "emr-encryption", "certs", "development", "--region", "us-east-1", "--out", "certs");
});
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

test("the constructs load by require and by import, with the names of the CDKTF entry", () => {
  const print =
    "console.log(JSON.stringify(Object.keys(m).filter((k) => !['default', 'module.exports', '__esModule'].includes(k)).sort()))";
  const required = succeed(folder, "node", "-e", `const m = require("cdktf-emr-encryption/cdktn"); ${print}`);
  const imported = succeed(
    folder,
    "node",
    "--input-type=module",
    "-e",
    `import * as m from "cdktf-emr-encryption/cdktn"; ${print}`,
  );
  expect(imported).toBe(required);
  const names = Object.keys(require("../../modules")).sort();
  expect(JSON.parse(required)).toEqual(names);
});

test.each([
  ["node10", "commonjs"],
  ["node16", "node16"],
  ["bundler", "esnext"],
])("types and all examples compile strictly under moduleResolution %s", (moduleResolution, module) => {
  const options = { strict: true, noEmit: true, target: "es2022", skipLibCheck: true, types: ["node"] };
  const config = {
    compilerOptions: { ...options, moduleResolution, module },
    include: ["first-stack.ts", "main.ts", "examples"],
  };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(config));
  expect(run(folder, "npx", "tsc", "-p", ".")).toEqual({ code: 0, stdout: "", stderr: expect.any(String) });
});

test("every example synthesizes the same as on CDKTF, except for the provider and the version", () => {
  const env = { EMR_KEY_PROVIDERS: "providers.jar", EMR_TLS_PROVIDER: "providers.jar" };
  const classes: readonly [string, string][] = [
    ["example.emr.ConfiguredKeyProvider", "com.example.S3Keys"],
    ["example.emr.LocalDiskKeyProvider", "com.example.DiskKeys"],
    ["example.emr.SecretsManagerTlsProvider", "com.example.Tls"],
  ];
  let ways = source("examples/ways/main.ts");
  let former = readFileSync("examples/ways/main.ts", "utf8");
  for (const [from, to] of classes)
    [ways, former] = [ways, former].map((text) => text.replace(from, to)) as [string, string];
  writeFileSync(join(folder, "examples/ways/main.ts"), ways);
  const stacks = {
    "main.ts": "emr-encryption",
    "examples/cluster/main.ts": "emr-cluster",
    "examples/ways/main.ts": "emr-ways",
    "examples/organization/main.ts": "emr-encryption-audit",
  };
  for (const [app, stack] of Object.entries(stacks)) {
    const file = (outdir: string) => join(outdir, "stacks", stack, "cdk.tf.json");
    const terrain = join(scratch, `terrain-${stack}`);
    succeed(folder, "env", `CDKTF_OUTDIR=${terrain}`, ...entries(env), "npx", "tsx", app);
    const cdktf = join(scratch, `cdktf-${stack}`);
    const original = join(resolve("."), dirname(app), `.cdktn-test-${stack}.ts`);
    writeFileSync(original, app.includes("ways") ? former : readFileSync(app, "utf8"));
    try {
      succeed(folder, "env", `CDKTF_OUTDIR=${cdktf}`, ...entries(env), "npx", "tsx", original);
    } finally {
      rmSync(original);
    }
    const [one, other] = [file(terrain), file(cdktf)].map((path) => normalized(readFileSync(path, "utf8")));
    expect(one).toEqual(other);
  }
});

test("the policy check and waivers work, and a finding fails the synthesis", () => {
  const app = (waiver: string) => `
    import { AwsProvider } from "@cdktn/provider-aws/lib/provider";
    import { App, TerraformStack } from "cdktn";
    import { EmrEncryption, EncryptionKey, PolicyCheck, Waiver } from "cdktf-emr-encryption/cdktn";
    const app = new App();
    const stack = new TerraformStack(app, "s");
    new AwsProvider(stack, "aws", { region: "us-east-1" });
    const key = new EncryptionKey(stack, "key");
    new EmrEncryption(stack, "encryption", {
      atRest: { s3: { mode: "SSE-KMS", key }, localDisk: { provider: "AwsKms", key } },
      inTransit: { provider: "EMR" },
    });
    ${waiver}
    PolicyCheck.of(app);
    app.synth();
  `;
  writeFileSync(join(folder, "policy.ts"), app(""));
  expect(run(folder, "npx", "tsx", "policy.ts").stderr).toMatch(/ERROR \[s\/encryption\S*] config\.shared_key: /);
  const expires = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
  const waiver = { rule: "config.shared_key", reason: "one key until March", expires };
  writeFileSync(join(folder, "policy.ts"), app(`Waiver.on(stack, ${JSON.stringify(waiver)});`));
  expect(run(folder, "npx", "tsx", "policy.ts")).toMatchObject({ code: 0 });
});

test("the entry of the other framework in an app is refused with the import to use", () => {
  for (const name of ["cdktf", "@cdktf"])
    symlinkSync(resolve("node_modules", name), join(folder, "node_modules", name));
  writeFileSync(
    join(folder, "mixed.ts"),
    source("test/fixtures/consumer/first-stack.ts").replace("cdktf-emr-encryption/cdktn", "cdktf-emr-encryption"),
  );
  expect(run(folder, "npx", "tsx", "mixed.ts").stderr).toContain(
    'Error: consumer/bucket: its stack is not a stack of the cdktf that these constructs use; if the app uses cdktn, import the constructs from "cdktf-emr-encryption/cdktn"; if not, cdktf is installed twice (npm ls cdktf), or copied into a bundle, which has to leave packages outside (--packages=external of esbuild)',
  );
});

const entries = (env: { readonly [name: string]: string }) =>
  Object.entries(env).map(([name, value]) => `${name}=${value}`);

/** What Terraform reads, without the provider's version and cdktf's metadata. */
function normalized(text: string): unknown {
  const json = JSON.parse(text, (name, value) => (name === "//" ? undefined : value));
  delete json.terraform.required_providers;
  return json;
}
