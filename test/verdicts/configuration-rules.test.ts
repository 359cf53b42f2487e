import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readCatalogue } from "../../linter/rules/catalogue";
import { lint } from "../../linter/run/lint";
import { folderOf, PLANS } from "../linter/models";
import { breaks, broken, brokenStack, document } from "./broken-documents";

/** Rules of one area that fire on the stack in a folder. */
function found(cwd: string, input: string): readonly string[] {
  const { findings, inputs } = lint([input], { cwd, now: new Date("2026-11-23T12:00:00Z") });
  expect(inputs.map(({ status, error }) => error ?? status)).toEqual(["checked"]);
  return findings.map(({ rule }) => rule).filter((rule) => rule.startsWith("config."));
}

function stack(configuration: unknown): string {
  const keys = Object.fromEntries(["s3", "disk", "logs"].map((name) => [name, { enable_key_rotation: true }]));
  const alias = (name: string) => ({ name: `alias/${name}`, target_key_id: `\${aws_kms_key.${name}.key_id}` });
  return folderOf({
    "main.tf.json": JSON.stringify({
      provider: { aws: { region: "us-east-1" } },
      resource: {
        aws_kms_key: keys,
        aws_kms_alias: { s3: alias("s3"), disk: alias("disk") },
        aws_s3_bucket: { certs: { bucket_prefix: "certs-" } },
        aws_emr_security_configuration: { this: { name: "emr", configuration } },
        aws_emr_cluster: { etl: { security_configuration: "${aws_emr_security_configuration.this.name}" } },
      },
    }),
  });
}

test("a document with every section, right and not yet applied, is clean", () => {
  expect(found(stack(JSON.stringify(document())), "main.tf.json")).toEqual([]);
});

test.each(Object.keys(breaks))("%s fires on a stack, before anything is applied", (rule) => {
  expect(found(stack(JSON.stringify(broken(rule))), "main.tf.json")).toContain(rule);
});

describe("a plan that Terraform made of all these documents", () => {
  const { findings } = lint(["plan.json"], { cwd: join(PLANS, "grammar"), now: new Date("2026-11-23T12:00:00Z") });
  const at = (name: string) =>
    findings.filter(({ address }) => address === `aws_emr_security_configuration.${name}`).map(({ rule }) => rule);

  test("contains them", () => {
    const file = join(PLANS, "grammar", "main.tf.json");
    const text = `${JSON.stringify(brokenStack(), null, 2)}\n`;
    if (process.env.GOLDEN === "write") writeFileSync(file, text);
    expect(readFileSync(file, "utf8")).toBe(text);
  });

  test.each(Object.keys(breaks))("%s fires on it", (rule) => {
    expect(at(rule.replace("config.", ""))).toContain(rule);
  });

  test("the right document is clean in it, except that no cluster uses it", () => {
    expect(at("right")).toEqual(["config.unused"]);
  });
});

test("config.not_json fires alone on a document that ends too early", () => {
  expect(found(stack(JSON.stringify(document()).slice(0, -1)), "main.tf.json")).toEqual(["config.not_json"]);
});

describe("what a plan does to a security configuration", () => {
  const plain = { name: "emr", configuration: JSON.stringify(applied()) };
  const cluster = { type: "aws_emr_cluster", address: "aws_emr_cluster.etl", mode: "managed", name: "etl" };
  const configuration = { type: "aws_emr_security_configuration", address: "aws_emr_security_configuration.this" };

  function planned(actions: readonly string[], after: object | null, used: boolean): string {
    const named = { security_configuration: used ? "emr" : "other" };
    return folderOf({
      "plan.json": JSON.stringify({
        format_version: "1.2",
        resource_changes: [
          {
            ...configuration,
            mode: "managed",
            name: "this",
            change: { actions, before: plain, after, after_unknown: {} },
          },
          { ...cluster, change: { actions: ["no-op"], before: named, after: named, after_unknown: {} } },
        ],
      }),
    });
  }

  test.each([
    ["config.replaced_in_use", ["delete", "create"], plain, true],
    ["config.replaced_in_use", ["delete"], null, true],
    ["config.name_collision", ["create", "delete"], plain, false],
    ["config.unused", ["no-op"], plain, false],
  ])("%s fires on %j", (rule, actions, after, used) => {
    expect(found(planned(actions, after, used), "plan.json")).toContain(rule);
  });

  test("the document of one that is destroyed is not checked", () => {
    expect(found(planned(["delete"], null, true), "plan.json")).toEqual(["config.replaced_in_use"]);
  });

  test("one that is kept and used is clean", () => {
    expect(found(planned(["no-op"], plain, true), "plan.json")).toEqual([]);
  });

  /** The document as EMR holds it: every key an ARN. */
  function applied(): unknown {
    const arn = (name: string) =>
      `arn:aws:kms:us-east-1:111122223333:key/${name.padEnd(8, "0")}-0000-0000-0000-000000000000`;
    return JSON.parse(JSON.stringify(document()).replace(/\$\{aws_kms_key\.(\w+)\.arn\}/g, (_, name) => arn(name)));
  }
});

test("a message about how a key is written has it as it is written", () => {
  const byId = JSON.stringify(document()).replace("aws_kms_key.disk.arn", "aws_kms_key.disk.key_id");
  const { findings } = lint(["main.tf.json"], { cwd: stack(byId), rules: ["config.key_not_arn"] });
  expect(findings.map(({ message }) => message)).toEqual([
    "AwsKmsKey of LocalDiskEncryptionConfiguration is aws_kms_key.disk.key_id, a bare key id; the ARN of a key is required",
  ]);
});

test("every rule of the area has its case here", () => {
  const others = [
    "config.not_json",
    "config.not_visible",
    "config.replaced_by_echo",
    "config.secret_in_document",
    "config.replaced_in_use",
    "config.name_collision",
    "config.unused",
  ];
  const area = [...readCatalogue().keys()].filter((id) => id.startsWith("config."));
  expect([...Object.keys(breaks), ...others].sort()).toEqual(area);
});
