import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { auditAccount } from "../../account/audit";
import { knownDeclarations } from "../../account/known";
import { GuardedFiles } from "../../linter/read/guarded-files";
import { readCatalogue } from "../../linter/rules/catalogue";
import { staleDeclarations } from "../../linter/run/estate";
import { runLint } from "../../linter/run/lint";
import { readSettings } from "../../linter/settings";
import { account, fakeAws, keyArn, region } from "./fake";
import { lakeConfiguration } from "./moto-account";

const at = new Date("2026-11-28T12:00:00Z");
const folders = { policies: "p", bundles: "b" };
const exported = async () =>
  knownDeclarations(
    await auditAccount(fakeAws().send, { regions: [region], at, recentDays: 14, network: true }),
    folders,
  );

test("an export is dated, names account and Region, and is the same for the same account", async () => {
  const { yaml, files } = await exported();
  expect(yaml).toContain(`account: "${account}"`);
  expect(yaml).toContain('asOf: "2026-11-28"');
  expect(yaml).toContain(`region: "${region}"`);
  expect(yaml).toContain('vpcDomains:\n    - "corp.example"');
  expect(yaml).toContain(`instance: "arn:aws:iam::${account}:role/EMR_EC2_DefaultRole"`);
  expect(yaml).toContain(`"${keyArn("shared")}":\n      policy: "./p/shared.json"\n      rotation: false`);
  expect([...files.keys()]).toEqual(["p/logs.json", "p/shared.json"]);
  expect((await exported()).yaml).toBe(yaml);
});

test("an export with bundles declares their public sidecars, which lint reads in place of the zips", async () => {
  const cwd = mkdtempSync(join(tmpdir(), "known-"));
  const regions = [region, "us-west-2"];
  const audit = await auditAccount(fakeAws().send, { regions, at, recentDays: 14, bundles: true });
  const { yaml, files } = knownDeclarations(audit, folders);
  const sidecars = [...files].filter(([name]) => name.startsWith("b/"));
  expect(sidecars).toHaveLength(1);
  const [[file = "", text = ""] = []] = sidecars;
  expect(text).not.toContain("PRIVATE KEY");
  const name = audit.regions[0]?.bundles[0]?.name ?? "";
  expect(yaml).toContain(`  bundles:\n    "s3://${name}": "./${file}"\n`);
  for (const [path, content] of [...files, ["emr-encryption.config.yaml", yaml] as const]) {
    mkdirSync(dirname(join(cwd, path)), { recursive: true });
    writeFileSync(join(cwd, path), content);
  }
  const configuration = JSON.stringify({
    EncryptionConfiguration: {
      InTransitEncryptionConfiguration: {
        TLSCertificateConfiguration: { CertificateProviderType: "PEM", S3Object: `s3://${name}` },
      },
    },
  });
  const resource = { aws_emr_security_configuration: { lake: { name: "lake", configuration } } };
  writeFileSync(join(cwd, "main.tf.json"), JSON.stringify({ resource }));
  const open = (options: object) =>
    runLint(["main.tf.json"], { cwd, now: at, rules: ["cert.*"], ...options }).report.notEvaluated.length;
  expect(open({ noSettings: true })).toBeGreaterThan(10);
  expect(open({})).toBeLessThan(5);
});

test("an export of several Regions declares what holds in all of them, and the keys, buckets and clusters of each", async () => {
  const regions = [region, "us-west-2"];
  const { yaml } = knownDeclarations(
    await auditAccount(fakeAws().send, { regions, at, recentDays: 14, network: true }),
    folders,
  );
  expect(yaml).toContain(`had in ${regions.join(", ")} on 2026-11-28`);
  expect(yaml).not.toMatch(/^ {2}region:/m);
  expect(yaml).toContain('vpcDomains:\n    - "corp.example"');
  expect(yaml).toContain("ebsEncryptionByDefault: false");
  expect(yaml).toMatch(/"j-1":\n {6}configuration: "lake"\n {6}name: "lake"\n {6}region: /);
});

test("a plan is checked against the exported account, and old declarations are reported", async () => {
  const folder = mkdtempSync(join(tmpdir(), "known-"));
  const { yaml, files } = await exported();
  for (const [name, policy] of files) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), policy);
  }
  writeFileSync(join(folder, "emr-encryption.config.yaml"), yaml);
  const configuration = {
    resource: {
      aws_emr_security_configuration: { new: { name: "new", configuration: lakeConfiguration(keyArn("shared")) } },
    },
  };
  const contents = new Map([["main.tf.json", Buffer.from(JSON.stringify(configuration))]]);
  const lintAt = (now: Date) => runLint(["main.tf.json"], { contents, cwd: folder, now }).report;
  const report = lintAt(at);
  expect(report.findings.map(({ rule }) => rule)).toContain("key.rotation_off");
  expect(report.notices).toEqual([]);
  expect(lintAt(new Date("2027-06-01T00:00:00Z")).notices).toEqual([
    {
      kind: "old declarations",
      message: `known: of the account ${account} was written on 2026-11-28, 185 days ago; at most 90 days are allowed: run emr-encryption audit --export again`,
    },
  ]);
});

test("exports of several accounts add up: all keys, what all accounts have in common, and the age of each", () => {
  const folder = mkdtempSync(join(tmpdir(), "known-accounts-"));
  const key = (id: string, of: string) => `arn:aws:kms:${region}:${of}:key/${id}`;
  const declare = (name: string, of: string, asOf: string, domain: string) =>
    writeFileSync(
      join(folder, name),
      JSON.stringify({
        known: {
          asOf,
          account: of,
          region,
          vpcDomains: [domain],
          roles: { instance: `arn:aws:iam::${of}:role/nodes` },
          keys: { [key("k", of)]: { rotation: false } },
        },
      }),
    );
  declare("a.json", "111122223333", "2026-06-01", "a.example");
  declare("b.json", "444455556666", "2026-11-20", "b.example");
  declare("c.json", "777788889999", "2026-05-01", "b.example");
  writeFileSync(
    join(folder, "emr-encryption.config.json"),
    JSON.stringify({ extends: ["./a.json", "./b.json", "./c.json"] }),
  );
  const files = new GuardedFiles({ cwd: folder });
  const settings = readSettings({ cwd: folder, files, evaluatedAt: at.getTime(), rules: readCatalogue });
  const { known } = settings;
  expect(Object.keys(known?.keys ?? {})).toHaveLength(3);
  expect(known).toMatchObject({ region });
  for (const name of ["account", "vpcDomains", "roles"]) expect(known).toHaveProperty(name, undefined);
  expect(staleDeclarations(settings, at).map(({ message }) => message.slice(0, 62))).toEqual([
    "known: of the account 111122223333 was written on 2026-06-01, ",
    "known: of the account 777788889999 was written on 2026-05-01, ",
  ]);
});

test("exports of two accounts, each of two Regions, are read back whole, and a plan is checked against all of them", async () => {
  const folder = mkdtempSync(join(tmpdir(), "known-round-trip-"));
  const accounts = [account, "444455556666"];
  const regions = [region, "us-west-2"];
  for (const id of accounts) {
    const aws = fakeAws();
    const own = (value: unknown, where: string): unknown =>
      JSON.parse(
        JSON.stringify(value ?? null)
          .replaceAll(account, id)
          .replaceAll(region, where)
          .replaceAll('"j-1"', `"j-${id}-${where}"`)
          .replaceAll("emr-artifacts", `artifacts-${id}-${where}`),
      );
    const send: typeof aws.send = async (operation, where, input) =>
      own(await aws.send(operation, region, JSON.parse(JSON.stringify(input).replaceAll(where, region))), where);
    const { yaml, files } = knownDeclarations(
      await auditAccount(send, { regions, at, recentDays: 14, network: true }),
      { policies: `${id}-policies`, bundles: `${id}-bundles` },
    );
    mkdirSync(join(folder, `${id}-policies`));
    for (const [name, text] of files) writeFileSync(join(folder, name), text);
    writeFileSync(join(folder, `${id}.yaml`), yaml);
  }
  const extended = { extends: accounts.map((id) => `./${id}.yaml`) };
  writeFileSync(join(folder, "emr-encryption.config.json"), JSON.stringify(extended));
  const files = new GuardedFiles({ cwd: folder });
  const { known } = readSettings({ cwd: folder, files, evaluatedAt: at.getTime(), rules: readCatalogue });

  const everywhere = accounts.flatMap((id) => regions.map((where) => ({ id, where })));
  const key = (id: string, where: string, name = "shared") => `arn:aws:kms:${where}:${id}:key/${name}`;
  expect(Object.keys(known?.keys ?? {}).sort()).toEqual(
    everywhere.flatMap(({ id, where }) => [key(id, where), key(id, where, "logs")]).sort(),
  );
  for (const { id, where } of everywhere) {
    expect(known?.clusters).toHaveProperty(`j-${id}-${where}`, { configuration: "lake", name: "lake", region: where });
    expect(known?.buckets).toHaveProperty(`artifacts-${id}-${where}`);
  }
  expect([known?.account, known?.region, known?.vpcDomains]).toEqual([undefined, undefined, ["corp.example"]]);

  const resource = Object.fromEntries(
    everywhere.map(({ id, where }, index) => [
      `r${index}`,
      { name: `r${index}`, configuration: lakeConfiguration(key(id, where)) },
    ]),
  );
  const contents = new Map([
    ["main.tf.json", Buffer.from(JSON.stringify({ resource: { aws_emr_security_configuration: resource } }))],
  ]);
  const { findings } = runLint(["main.tf.json"], { contents, cwd: folder, now: at }).report;
  const rotation = findings.filter(({ rule }) => rule === "key.rotation_off").map(({ message }) => message);
  for (const { id, where } of everywhere) {
    expect(rotation).toContainEqual(expect.stringContaining(key(id, where)));
  }
});
