import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { auditAccount } from "../../account/audit";
import { knownDeclarations } from "../../account/known";
import { runLint } from "../../linter/run/lint";
import { account, fakeAws, keyArn, region } from "./fake";
import { lakeConfiguration } from "./moto-account";

const at = new Date("2026-11-28T12:00:00Z");
const exported = async () =>
  knownDeclarations(await auditAccount(fakeAws().send, { regions: [region], at, recentDays: 14, network: true }), "p");

test("an export is dated, names account and Region, and is the same for the same account", async () => {
  const { yaml, policies } = await exported();
  expect(yaml).toContain(`account: "${account}"`);
  expect(yaml).toContain('asOf: "2026-11-28"');
  expect(yaml).toContain(`region: "${region}"`);
  expect(yaml).toContain('vpcDomains:\n    - "corp.example"');
  expect(yaml).toContain(`instance: "arn:aws:iam::${account}:role/EMR_EC2_DefaultRole"`);
  expect(yaml).toContain(`"${keyArn("shared")}":\n      policy: "./p/shared.json"\n      rotation: false`);
  expect([...policies.keys()]).toEqual(["p/logs.json", "p/shared.json"]);
  expect((await exported()).yaml).toBe(yaml);
});

test("an export of several Regions declares what holds in all of them, and the keys, buckets and clusters of each", async () => {
  const regions = [region, "us-west-2"];
  const { yaml } = knownDeclarations(
    await auditAccount(fakeAws().send, { regions, at, recentDays: 14, network: true }),
    "p",
  );
  expect(yaml).toContain(`had in ${regions.join(", ")} on 2026-11-28`);
  expect(yaml).not.toMatch(/^ {2}region:/m);
  expect(yaml).toContain('vpcDomains:\n    - "corp.example"');
  expect(yaml).toContain("ebsEncryptionByDefault: false");
  expect(yaml).toMatch(/"j-1":\n {6}configuration: "lake"\n {6}name: "lake"\n {6}region: /);
});

test("a plan is checked against what the account has, and old declarations are reported", async () => {
  const folder = mkdtempSync(join(tmpdir(), "known-"));
  const { yaml, policies } = await exported();
  for (const [name, policy] of policies) {
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
