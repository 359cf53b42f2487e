import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { nodeRunner } from "../../scripts/fixtures/node-runner";
import { packed, run, succeed, userWith } from "./packed";

jest.setTimeout(900_000);

const own: { readonly version: string; readonly devDependencies: { readonly [name: string]: string } } = JSON.parse(
  readFileSync("package.json", "utf8"),
);

let scratch: string;

beforeAll(() => {
  scratch = mkdtempSync(join(tmpdir(), "emr-encryption-consumer-"));
});
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** An empty project with the packed package and `more` installed. */
function project(name: string, ...more: readonly string[]): string {
  const folder = join(scratch, name);
  mkdirSync(folder);
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name, private: true }));
  succeed(folder, "npm", "install", "--silent", "--prefer-offline", packed.tarball, ...more);
  return folder;
}

/** Prints the names that a module `m` exports, without what only one of the module systems adds. */
const print =
  "console.log(JSON.stringify(Object.keys(m).filter((k) => !['default', 'module.exports', '__esModule'].includes(k)).sort()))";

/** A development dependency of ours, in our version. */
const ours = (name: string) => `${name}@${own.devDependencies[name]}`;

test("the package contains what users need: compiled code, types, policies, schemas, documentation", () => {
  const allowed =
    /^(package\.json|README\.md|LICENSE|CHANGELOG\.md|bin\/emr-encryption\.js|CONTRIBUTING\.md|cli\/init\/main\.tf|SECURITY\.md|linter\/README\.md|lib\/cli\/(entry\.js|THIRD-PARTY-NOTICES\.txt)|lib\/formats\/.+\.js|lib\/(modules|cdktn|linter)\/index\.js|lib\/modules\/constructs\.js|lib\/(modules|cdktn|linter|formats)\/.+\.d\.ts|examples\/.+\.(ts|md|java|xml|properties|rego)|lib\/formats\/(x509\/)?[a-z-]+\.json|policies\/(README\.md|capabilities\.json|(dist|settings|lib|lint)\/[^/]+)|schemas\/[^/]+\.json|docs\/((rules|api)\/)?[^/]+\.md)$/;
  expect(packed.files.filter((path) => !allowed.test(path))).toEqual([]);
  expect(packed.files).toEqual(
    expect.arrayContaining([
      "bin/emr-encryption.js",
      "lib/modules/index.js",
      "lib/modules/index.d.ts",
      "lib/linter/index.d.ts",
      "lib/formats/index.d.ts",
      "policies/dist/policy.wasm",
      "policies/dist/rules.json",
      "schemas/report.schema.json",
    ]),
  );
});

test("the package is smaller than 1 MB", () => {
  expect(packed.size).toBeLessThan(1_000_000);
});

test("pages link to files of the package, except for sources of rules, Java and the benchmark, and the API reference", () => {
  const folder = project("pages");
  const inside = join(folder, "node_modules/cdktf-emr-encryption");
  const astray = packed.files
    .filter((file) => file.endsWith(".md"))
    .flatMap((page) =>
      [
        ...readFileSync(join(inside, page), "utf8")
          .replace(/```.*?```/gs, "")
          .matchAll(/\]\((?!https?:|#)([^)#\s]+)/g),
      ]
        .map(([, link = ""]) => join(dirname(page), link))
        .filter(
          (path) =>
            !existsSync(join(inside, path)) &&
            !/^(policies\/rules\/.+\.rego|docs\/api\/.+|examples\/.+\.java|benchmark\/.+)$/.test(path),
        )
        .map((path) => `${page}: ${path}`),
    );
  expect(astray).toEqual([]);
});

test.each([
  ["publint", ["publint@0.3.25", "--strict", "--pack", "false"]],
  ["are the types wrong", ["@arethetypeswrong/cli@0.18.5"]],
])("%s reports nothing", (_, tool) => {
  succeed(scratch, "npx", "--yes", "--prefer-offline", ...tool, packed.tarball);
});

describe("a project that only lints", () => {
  let folder: string;
  beforeAll(() => {
    folder = project("linter-only");
  });

  test("gets no cdktf, no provider and no SDK of AWS", () => {
    const installed = readdirSync(join(folder, "node_modules"));
    expect(installed).toContain("cdktf-emr-encryption");
    for (const heavy of ["cdktf", "constructs", "@cdktf", "@aws-sdk"]) expect(installed).not.toContain(heavy);
  });

  test("runs npx emr-encryption: version, a clean input, a finding, an input that cannot be checked", () => {
    expect(succeed(folder, "npx", "emr-encryption", "--version")).toBe(`${own.version}\n`);
    const configuration = (flags: object) => ({
      resource: {
        aws_emr_security_configuration: { this: { configuration: JSON.stringify({ EncryptionConfiguration: flags }) } },
      },
    });
    const off = { EnableAtRestEncryption: false, EnableInTransitEncryption: false };
    writeFileSync(join(folder, "off.tf.json"), JSON.stringify(configuration(off)));
    const found = run(folder, "npx", "emr-encryption", "lint", "off.tf.json", "--format", "json");
    const rules = JSON.parse(found.stdout).findings.map(({ rule }: { rule: string }) => rule);
    expect(rules).toEqual(expect.arrayContaining(["config.at_rest_disabled", "config.in_transit_disabled"]));
    expect(found.code).toBe(1);

    writeFileSync(join(folder, "nothing.tf.json"), "{}");
    writeFileSync(
      join(folder, "empty.tf.json"),
      JSON.stringify({ resource: { aws_s3_bucket: { b: { bucket: "b" } } } }),
    );
    expect(run(folder, "npx", "emr-encryption", "lint", "empty.tf.json").code).toBe(0);
    const refused = run(folder, "npx", "emr-encryption", "lint", "missing.json");
    expect(refused.code).toBe(2);
    expect(refused.stderr).not.toContain("    at ");
  });

  test.each(["linter", "formats"])("loads the subpath %s by require and by import, with the same names", (subpath) => {
    const name = `cdktf-emr-encryption/${subpath}`;
    const required = succeed(folder, "node", "-e", `const m = require("${name}"); ${print}`);
    const imported = succeed(folder, "node", "--input-type=module", "-e", `import * as m from "${name}"; ${print}`);
    expect(JSON.parse(required).length).toBeGreaterThan(1);
    expect(imported).toBe(required);
  });

  test("the entry of the constructs reports what is missing, by require and by import", () => {
    const sentence =
      "the constructs of cdktf-emr-encryption require cdktf and constructs and @cdktf/provider-aws; run: npm install cdktf constructs @cdktf/provider-aws";
    const required = run(folder, "node", "-e", 'require("cdktf-emr-encryption")');
    const imported = run(folder, "node", "--input-type=module", "-e", 'import "cdktf-emr-encryption"');
    for (const { code, stderr } of [required, imported]) {
      expect(stderr).toContain(sentence);
      expect(code).toBe(1);
    }
  });

  test("schemas and package.json can be resolved, internal files cannot", () => {
    const resolves = (path: string) =>
      run(folder, "node", "-p", `require.resolve("cdktf-emr-encryption/${path}")`).code;
    expect(resolves("schemas/report.schema.json")).toBe(0);
    expect(resolves("package.json")).toBe(0);
    expect(resolves("lib/linter/rules/engine.js")).toBe(1);
  });
});

describe("a CDKTF project", () => {
  let folder: string;
  beforeAll(() => {
    const peers = ["cdktf", "constructs", "@cdktf/provider-aws"];
    const tools = ["typescript", "@types/node", "tsx"];
    folder = project("constructs", ...[...peers, ...tools].map(ours));
    cpSync(resolve("test/fixtures/consumer/first-stack.ts"), join(folder, "first-stack.ts"));
    succeed(folder, "npx", "emr-encryption", "certs", "development", "--region", "eu-west-1", "--out", "certs");
  });

  test("loads the constructs by require and by import, with the same names", () => {
    const required = succeed(folder, "node", "-e", `const m = require("cdktf-emr-encryption"); ${print}`);
    const imported = succeed(
      folder,
      "node",
      "--input-type=module",
      "-e",
      `import * as m from "cdktf-emr-encryption"; ${print}`,
    );
    expect(JSON.parse(required)).toEqual(expect.arrayContaining(["EmrEncryption", "EncryptionKey"]));
    expect(imported).toBe(required);
  });

  test.each([
    ["node10", "commonjs"],
    ["node16", "node16"],
    ["bundler", "esnext"],
  ])("its types compile strictly under moduleResolution %s", (moduleResolution, module) => {
    const options = { strict: true, noEmit: true, target: "es2022", skipLibCheck: true, types: ["node"] };
    const config = { compilerOptions: { ...options, moduleResolution, module }, files: ["first-stack.ts"] };
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(config));
    expect(run(folder, "npx", "tsc", "-p", ".")).toEqual({ code: 0, stdout: "", stderr: expect.any(String) });
  });

  test("our own declarations compile without skipLibCheck", () => {
    writeFileSync(
      join(folder, "library.ts"),
      'export * from "cdktf-emr-encryption/formats";\nexport { lint } from "cdktf-emr-encryption/linter";\n',
    );
    const options = { strict: true, noEmit: true, target: "es2022", module: "node16", types: ["node"] };
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions: options, files: ["library.ts"] }));
    expect(run(folder, "npx", "tsc", "-p", ".")).toEqual({ code: 0, stdout: "", stderr: expect.any(String) });
  });

  test("a bundle that leaves packages outside synthesizes; one that contains them says what to set", () => {
    const bundle = (...flags: readonly string[]) =>
      succeed(folder, "npx", "esbuild", "first-stack.ts", "--bundle", "--platform=node", ...flags);
    bundle("--packages=external", "--outfile=outside.js");
    expect(JSON.parse(succeed(folder, "node", "outside.js"))).toMatchObject({ status: "checked" });
    bundle("--external:@aws-sdk/*", "--outfile=inside.js");
    expect(run(folder, "node", "inside.js").stderr).toContain(
      "or copied into a bundle, which has to leave packages outside (--packages=external of esbuild)",
    );
  });

  test.each(["this Node", 22, 24] as const)("synthesizes a first stack and checks it, with %s", (node) => {
    const user = userWith(node === "this Node" ? undefined : nodeRunner(node));
    const said = JSON.parse(user.succeed(folder, "npx", "tsx", "first-stack.ts"));
    expect(said).toMatchObject({ domain: "eu-west-1.compute.internal", named: true, status: "checked" });
    expect(said.rules).toContain("config.sasl_unprotected");
    const linted = user.run(folder, "npx", "emr-encryption", "lint", "cdktf.out", "--environment", "development");
    expect([linted.code, linted.stderr]).toEqual([0, ""]);
    const imported = 'import("cdktf-emr-encryption").then((m) => console.log(process.version, typeof m.EmrEncryption))';
    expect(user.succeed(folder, "node", "-e", imported)).toMatch(/^v2\d\.\d+\.\d+ function\n$/);
  });
});
