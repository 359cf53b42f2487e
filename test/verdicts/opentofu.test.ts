import { copyFileSync, cpSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { lint } from "../../linter/run/lint";
import { folderOf, PLANS, read } from "../linter/models";

const now = new Date("2026-11-23T12:00:00Z");
const OPENTOFU = join(PLANS, "opentofu");

/** What is told of a plan or state in a folder. */
function told(cwd: string, input: string) {
  const { inputs, findings, notEvaluated } = lint([input], { cwd, now });
  expect(inputs.map(({ status, error }) => error ?? status)).toEqual(["checked"]);
  const ids = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
  const text = (rows: readonly object[]) =>
    rows.map((row) => JSON.parse(JSON.stringify({ ...row, fingerprint: "" }).replaceAll(ids, "id")));
  return { findings: text(findings), notEvaluated: text(notEvaluated) };
}

const rulesOf = (cwd: string, input = "plan.json") =>
  lint([input], { cwd, now })
    .findings.filter(({ severity }) => severity !== "info")
    .map(({ rule, variant, address }) => [rule, variant ?? "", address].join(" "));

describe("plans and states of OpenTofu and of Terraform from the same sources get the same findings", () => {
  test.each([
    ["changed", "plan.json", 4],
    ["changed", "state.json", 3],
    ["hcl", "plan.json", 6],
    ["json-syntax", "plan.json", 14],
    ["verdicts/company", "plan.json", 1],
    ["verdicts/company-hcl", "plan.json", 8],
    ["verdicts/hcl", "plan.json", 5],
    ["verdicts/json-syntax", "plan.json", 100],
  ])("%s/%s, with its sources and without", (folder, file, least) => {
    expect(readFileSync(join(OPENTOFU, folder, file), "utf8")).toContain("registry.opentofu.org/hashicorp/aws");
    const [ours, theirs, beside, alone] = [folderOf({}), folderOf({}), folderOf({}), folderOf({})];
    cpSync(join(PLANS, folder), ours, { recursive: true });
    cpSync(join(PLANS, folder), beside, { recursive: true });
    copyFileSync(join(OPENTOFU, folder, file), join(beside, file));
    copyFileSync(join(PLANS, folder, file), join(theirs, file));
    copyFileSync(join(OPENTOFU, folder, file), join(alone, file));
    expect(told(beside, file)).toEqual(told(ours, file));
    expect(told(alone, file)).toEqual(told(theirs, file));
    const { findings, notEvaluated } = told(alone, file);
    expect(findings.length + notEvaluated.length).toBeGreaterThanOrEqual(least);
  });
});

describe("what only OpenTofu has", () => {
  test("a provider for each of several Regions leaves open which Region a key has, and checks everything else", () => {
    const { findings, notEvaluated } = lint(["plan.json"], { cwd: join(OPENTOFU, "by-region"), now });
    const keys = findings.filter(({ rule }) => rule === "key.default_policy").map(({ address }) => address);
    expect(keys).toEqual(
      ['disk["eu-west-1"]', 'disk["us-east-1"]', 's3["us-east-1"]'].map((name) => `aws_kms_key.${name}`),
    );
    const open = notEvaluated.filter(({ rule }) => rule === "key.region_mismatch").map(({ reason }) => reason);
    expect(open).toContain('the Region of aws_kms_key.s3["us-east-1"], whose provider is one of several');
    expect(findings.map(({ rule }) => rule)).not.toContain("key.region_mismatch");
  });

  test("a resource that is not enabled is not in the plan, and not checked", () => {
    expect(JSON.stringify(told(join(OPENTOFU, "by-region"), "plan.json"))).not.toContain("aws_kms_key.legacy");
  });

  test("destroy = false creates a new configuration and keeps the previous one: the name collides, and no cluster loses anything", () => {
    expect(rulesOf(join(OPENTOFU, "kept"))).toEqual([
      "config.in_transit_disabled  aws_emr_security_configuration.own_name",
      "config.in_transit_disabled  aws_emr_security_configuration.same_name",
      "config.name_collision kept aws_emr_security_configuration.same_name",
    ]);
  });

  test("sources in main.tofu.json are checked as OpenTofu reads them, and the main.tf.json beside them as Terraform does", () => {
    const key = (rotates: boolean) =>
      JSON.stringify({ resource: { aws_kms_key: { k: { enable_key_rotation: rotates } } } });
    const options = { now, allKeys: true, rules: ["key.rotation_off"] };
    const checked = (files: { readonly [name: string]: string }) =>
      lint(["."], { cwd: folderOf(files), ...options }).findings.map(({ rule }) => rule);
    expect(checked({ "main.tofu.json": key(false) })).toEqual(["key.rotation_off"]);
    expect(checked({ "main.tofu.json": key(true), "main.tf.json": key(false) })).toEqual(["key.rotation_off"]);
    expect(checked({ "main.tofu.json": key(false), "main.tf.json": key(true) })).toEqual(["key.rotation_off"]);
    expect(checked({ "other.tofu.json": "{}", "main.tf.json": key(false) })).toEqual(["key.rotation_off"]);
  });

  test.each([
    ["a plan", { meta: {}, encrypted_data: "eA==", encryption_version: "v0" }],
    ["a state", { serial: 1, lineage: "l", meta: {}, encrypted_data: "eA==", encryption_version: "v0" }],
  ])("%s that OpenTofu has encrypted is refused with the command that decrypts it", (_, content) => {
    const [input] = lint(["saved"], { cwd: folderOf({ saved: JSON.stringify(content) }), now }).inputs;
    expect(input).toMatchObject({ status: "unreadable", error: expect.stringContaining("tofu show -json") });
  });

  test("a file of OpenTofu replaces the file of the same name only for OpenTofu", () => {
    const cwd = folderOf({
      "main.tf": 'resource "aws_kms_key" "terraform" {}',
      "main.tofu": 'resource "aws_kms_key" "tofu" {}',
    });
    const addresses = read(["."], cwd).map(({ model }) => model?.resources.map(({ address }) => address));
    expect(addresses).toEqual(expect.arrayContaining([["aws_kms_key.tofu"], ["aws_kms_key.terraform"]]));
  });
});
