import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { lint } from "../../linter/run/lint";
import { folderOf, PLANS } from "../linter/models";

const now = new Date("2026-11-23T12:00:00Z");

/** What is told of a plan over what was applied before, told apart by what the plan does to it. */
function checked(plan: string) {
  const cwd = folderOf({});
  copyFileSync(join(PLANS, "changes", plan), join(cwd, plan));
  return lint([plan], { cwd, now, changed: true });
}

function told(plan: string, rule: RegExp): readonly string[] {
  return checked(plan)
    .findings.filter((each) => rule.test(each.rule))
    .map(({ rule: id, variant, address, change }) =>
      [change, id, variant, address.replace(/^aws_\w+\./, "")].filter((part) => part !== undefined).join(" "),
    );
}

const DESTRUCTIVE = /replaced_in_use|name_collision|destroyed_in_use/;

describe("a plan that changes what clusters use", () => {
  test("reports what remaining clusters lose, and nothing that is removed with them or only forgotten", () => {
    expect(told("plan.json", DESTRUCTIVE)).toEqual([
      "introduced config.name_collision collides",
      "introduced config.replaced_in_use destroyed dropped",
      "introduced config.replaced_in_use in_use",
      "introduced key.destroyed_in_use doomed",
      "introduced object.replaced_in_use goes",
      "introduced object.replaced_in_use moves",
    ]);
  });

  test("names the cluster, the key's user and the object", () => {
    const { findings } = checked("plan.json");
    const [dropped] = findings.filter(({ variant }) => variant === "destroyed");
    expect(dropped?.message).toBe(
      "the plan destroys the configuration while aws_emr_cluster.orphan uses it; EMR refuses to delete a configuration in use",
    );
    const [doomed] = findings.filter(({ rule }) => rule === "key.destroyed_in_use");
    expect(doomed?.message).toMatch(/^the plan destroys the key arn:aws:kms:\S+, which aws_emr_security_config/);
    expect(doomed?.message).toContain("aws_emr_security_configuration.leaves uses");
  });

  test("a new mistake is introduced, a former one is existing, a corrected one is fixed", () => {
    expect(told("plan.json", /shared_key|not_customer_key|at_rest_disabled/)).toEqual([
      "introduced config.shared_key collides",
      "introduced config.shared_key in_use",
      "existing config.at_rest_disabled tls_goes",
      "existing config.at_rest_disabled tls_moves",
      "existing config.at_rest_disabled tls_renamed",
      "existing config.at_rest_disabled tls_stays",
      "fixed object.not_customer_key goes",
      "fixed object.not_customer_key moves",
      "fixed object.not_customer_key renamed",
      "existing object.not_customer_key stays",
    ]);
  });

  test("a mistake of a configuration that is known after apply is not fixed, but open", () => {
    const { notEvaluated } = checked("plan.json");
    const open = notEvaluated.filter(({ rule }) => rule === "config.in_transit_disabled").map(({ address }) => address);
    expect(open).toEqual(["prefixed", "renewed"].map((name) => `aws_emr_security_configuration.${name}`));
    expect(notEvaluated.map(({ rule }) => rule)).not.toContain("config.name_collision");
    const fixed = told("plan.json", /in_transit_disabled/).filter((each) => each.startsWith("fixed"));
    expect(fixed).toEqual(["fixed config.in_transit_disabled dropped", "fixed config.in_transit_disabled together"]);
  });

  test("an unchanged object keeps its mistakes, and gets no others", () => {
    expect(told("plan.json", /^object\./).filter((each) => each.endsWith(" stays"))).toEqual([
      "existing object.bucket_unversioned stays",
      "existing object.change_unseen stays",
      "existing object.not_customer_key stays",
    ]);
  });
});

test("a plan that replaces a configuration because it was asked to (-replace) takes it from its cluster", () => {
  expect(told("replaced.json", DESTRUCTIVE)).toEqual(["introduced config.replaced_in_use in_use"]);
  expect(told("replaced.json", /./).filter((each) => /^(?:introduced|fixed)/.test(each))).toHaveLength(1);
});

test("a plan that destroys everything fixes all findings, and loses only the data in S3 that its keys encrypted", () => {
  const { findings } = checked("destroyed.json");
  expect(told("destroyed.json", DESTRUCTIVE)).toEqual(
    ["doomed", "forgotten", "local", "s3"].map((key) => `introduced key.destroyed_in_use together ${key}`),
  );
  const others = findings.filter(({ rule }) => rule !== "key.destroyed_in_use");
  expect([...new Set(others.map(({ change }) => change))]).toEqual(["fixed"]);
  expect(findings.map(({ rule }) => rule)).not.toContain("object.empty");
});

test("a plan that destroys a deposed key loses what it encrypted", () => {
  const arn = (end: string) => `arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-00000000000${end}`;
  const AtRestEncryptionConfiguration = {
    S3EncryptionConfiguration: { EncryptionMode: "SSE-KMS", AwsKmsKey: arn("2") },
  };
  const configuration = JSON.stringify({
    EncryptionConfiguration: {
      EnableInTransitEncryption: false,
      EnableAtRestEncryption: true,
      AtRestEncryptionConfiguration,
    },
  });
  const resource = (type: string, change: object, more: object = {}) => ({
    address: `${type}.a`,
    mode: "managed",
    type,
    name: "a",
    change,
    ...more,
  });
  const held = (values: object) => ({ actions: ["no-op"], before: values, after: values, after_unknown: {} });
  const gone = { actions: ["delete"], before: { arn: arn("2") }, after: null, after_unknown: {} };
  const rules = (deposed: object) => {
    const resource_changes = [
      resource("aws_kms_key", held({ arn: arn("1"), enable_key_rotation: true })),
      resource("aws_kms_key", deposed, { deposed: "0123abcd" }),
      resource("aws_emr_security_configuration", held({ name: "lake", configuration })),
    ];
    const cwd = folderOf({ "plan.json": JSON.stringify({ format_version: "1.2", resource_changes }) });
    return lint(["plan.json"], { cwd, now }).findings.flatMap(({ rule, address }) =>
      rule === "key.destroyed_in_use" ? [address] : [],
    );
  };
  expect(rules(gone)).toEqual(["aws_kms_key.a (deposed 0123abcd)"]);
  expect(rules({ ...gone, before: { arn: arn("3") } })).toEqual([]);
});
