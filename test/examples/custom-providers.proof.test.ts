import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { type ProviderPlace, providerProblem } from "../../formats/jar/provider";
import { buildExample } from "./maven";

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

/** Builds an example as its README says, with its tests. */
function build(example: string, ...options: readonly string[]): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), `${example}-`));
  folders.push(folder);
  return buildExample(example, folder, ...options);
}

/** Tests that Surefire ran, by its own reports. */
function testsRun(target: string): { readonly run: number; readonly bad: number } {
  const reports = join(target, "surefire-reports");
  const suites = readdirSync(reports)
    .filter((name) => name.endsWith(".xml"))
    .map((name) => readFileSync(join(reports, name), "utf8").match(/<testsuite [^>]+>/)?.[0] ?? "");
  const sum = (name: string) =>
    suites.reduce((total, suite) => total + Number(suite.match(new RegExp(` ${name}="(\\d+)"`))?.[1]), 0);
  return { run: sum("tests"), bad: sum("failures") + sum("errors") + sum("skipped") };
}

function javap(jar: string, className: string): string {
  return execFileSync("javap", ["-v", "-cp", jar, className], { encoding: "utf8", maxBuffer: 1e8 });
}

/** What the construct says of a class that it would upload. */
function problem(jar: string, className: string, place: ProviderPlace): string | undefined {
  return providerProblem(readFileSync(jar), `example.emr.${className}`, place);
}

const java8 = "major version: 52";

test("the key providers pass their tests, are Java 8 bytecode and have the types EMR asks for", async () => {
  const target = await build("custom-key-provider", "-Dlocal.disk.key.id=arn:aws:kms:us-east-1:111122223333:key/disk");
  expect(testsRun(target)).toEqual({ run: 18, bad: 0 });
  const jar = join(target, "custom-key-provider.jar");
  for (const name of ["ConfiguredKeyProvider", "PrefixKeyProvider"]) {
    const s3 = javap(jar, `example.emr.${name}`);
    expect(s3).toContain(java8);
    expect(s3).toMatch(
      /implements com\.amazonaws\.services\.s3\.model\.EncryptionMaterialsProvider, ?org\.apache\.hadoop\.conf\.Configurable/,
    );
    expect(s3).toContain(`public example.emr.${name}();`);
  }
  const disk = javap(jar, "example.emr.LocalDiskKeyProvider");
  expect(disk).toContain(java8);
  expect(disk).toContain("extends com.amazonaws.services.elasticmapreduce.spi.security.EncryptionMaterialsProvider");
  expect(disk).toContain("public example.emr.LocalDiskKeyProvider();");

  expect(problem(jar, "ConfiguredKeyProvider", "s3")).toBeUndefined();
  expect(problem(jar, "PrefixKeyProvider", "s3")).toBeUndefined();
  expect(problem(jar, "LocalDiskKeyProvider", "localDisk")).toBeUndefined();
  expect(problem(jar, "LocalDiskKeyProvider", "s3")).toContain("example.emr.LocalDiskKeyProvider");
  expect(problem(jar, "PrefixKeyProvider", "localDisk")).toContain("example.emr.PrefixKeyProvider");
}, 900_000);

test("the keyring passes its tests against the S3 encryption client of today, is Java 17 bytecode and fits S3", async () => {
  const target = await build("custom-keyring");
  expect(testsRun(target)).toEqual({ run: 3, bad: 0 });
  const jar = join(target, "custom-keyring.jar");
  const keyring = javap(jar, "example.emr.ConfiguredKeyring");
  expect(keyring).toContain("major version: 61");
  expect(keyring).toMatch(
    /implements software\.amazon\.encryption\.s3\.materials\.Keyring, ?org\.apache\.hadoop\.conf\.Configurable/,
  );
  expect(keyring).toContain("public example.emr.ConfiguredKeyring();");
  expect(problem(jar, "ConfiguredKeyring", "s3")).toBeUndefined();
  expect(problem(jar, "ConfiguredKeyring", "localDisk")).toContain("example.emr.ConfiguredKeyring");
}, 900_000);

test("the TLS provider passes its tests, is Java 8 bytecode and extends EMR's TLSArtifactsProvider; twice built, the JAR has the same bytes", async () => {
  const target = await build("custom-tls-provider", "-Dtls.secret.id=emr/tls/production");
  expect(testsRun(target)).toEqual({ run: 9, bad: 0 });
  const provider = javap(join(target, "custom-tls-provider.jar"), "example.emr.SecretsManagerTlsProvider");
  expect(provider).toContain(java8);
  expect(provider).toContain("extends com.amazonaws.services.elasticmapreduce.spi.security.TLSArtifactsProvider");
  expect(provider).toContain("public example.emr.SecretsManagerTlsProvider();");
  expect(problem(join(target, "custom-tls-provider.jar"), "SecretsManagerTlsProvider", "tls")).toBeUndefined();

  const again = await build("custom-tls-provider", "-Dtls.secret.id=emr/tls/production", "-DskipTests");
  const [first, second] = [target, again].map((folder) => readFileSync(join(folder, "custom-tls-provider.jar")));
  expect(first?.equals(second ?? Buffer.alloc(0))).toBe(true);
}, 900_000);

test("Java compiles no class that provides keys for S3 and for local disks", () => {
  const folder = mkdtempSync(join(tmpdir(), "both-"));
  folders.push(folder);
  const from = resolve("examples/custom-key-provider");
  cpSync(from, folder, { recursive: true, filter: (path) => !path.endsWith("target") });
  writeFileSync(
    join(folder, "src/main/java/example/emr/Both.java"),
    `package example.emr;
abstract class Both extends com.amazonaws.services.elasticmapreduce.spi.security.EncryptionMaterialsProvider
    implements com.amazonaws.services.s3.model.EncryptionMaterialsProvider {}`,
  );
  const { status, stdout } = spawnSync("mvn", ["-B", "-q", "compile"], { cwd: folder, encoding: "utf8" });
  expect([status, stdout]).toEqual([1, expect.stringContaining("unrelated return types")]);
}, 900_000);
