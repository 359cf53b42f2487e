import { cpSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { lint } from "../../../../linter/run/lint";
import { folderOf, PLANS } from "../../models";

const now = new Date("2026-11-23T12:00:00Z");
const checked = (input: string, cwd: string, options = {}) =>
  lint([input], { cwd, now, rules: ["object.*"], ...options });
const found = (input: string, cwd: string, options = {}) =>
  checked(input, cwd, options).findings.map(({ rule, address, path }) =>
    [rule.replace("object.", ""), address.replace("aws_s3_object.", ""), path.at(-1) ?? ""].join(" ").trim(),
  );

const expected = [
  "not_in_plan aws_emr_security_configuration.elsewhere S3Object",
  "unreadable_storage archived storage_class",
  "not_customer_key aws_managed_key",
  "change_unseen change_unseen source",
  "change_unseen change_unseen_etag etag",
  "empty empty",
  "unreadable_storage encoded content_encoding",
  "kms_key_not_arn key_id kms_key_id",
  "key_slash key_slash key",
  "bucket_unversioned not_customer_key",
  "not_customer_key not_customer_key",
  "region_mismatch other_region",
  "private_key_in_state private_key_in_state content_base64",
  "public public",
  "public public_policy",
  "text_content text_content content",
];

describe("objects", () => {
  test.each(["plan.json", "main.tf.json"])("each mistake in %s is found, and the good ones are left alone", (input) => {
    // A plan shows that the bucket is new, so that S3 disables ACLs in it.
    const refused = input === "plan.json" ? ["grant_refused public"] : [];
    expect(found(input, join(PLANS, "objects")).sort()).toEqual([...expected, ...refused].sort());
  });

  test("a missing file is a mistake only where the file would have to be", () => {
    const folder = mkdtempSync(join(tmpdir(), "objects-"));
    cpSync(join(PLANS, "objects"), folder, { recursive: true });
    const { notEvaluated } = checked("plan.json", folder);
    expect(notEvaluated.map(({ rule, address, reason }) => [rule, address, reason])).toEqual([
      ["object.source_missing", "aws_s3_object.source_missing", "the file nowhere.zip does not exist here"],
    ]);
    expect(found("plan.json", folder, { root: "." })).toContain("source_missing source_missing source");
  });

  test("a plan outside of its stack's folder finds the stack's files there, and reports missing ones", () => {
    const outputs = mkdtempSync(join(tmpdir(), "objects-"));
    const home = join(outputs, "cdktf.out/stacks/lake");
    cpSync(join(PLANS, "objects"), home, { recursive: true });
    renameSync(join(home, "main.tf.json"), join(home, "cdk.tf.json"));
    renameSync(join(home, "plan.json"), join(outputs, "plan.json"));
    const stacks = { lake: { synthesizedStackPath: "stacks/lake/cdk.tf.json" } };
    writeFileSync(join(outputs, "cdktf.out/manifest.json"), JSON.stringify({ stacks }));
    expect(checked("plan.json", outputs).notEvaluated).toEqual([]);
    expect(found("plan.json", outputs)).toEqual(expect.arrayContaining(["source_missing source_missing source"]));
    rmSync(join(home, "bundle.zip"));
    expect(found("plan.json", outputs).filter((each) => each.startsWith("source_missing")).length).toBeGreaterThan(1);
  });

  test("declarations about an external bucket resolve what is open", () => {
    const object = {
      bucket: "emr-artifacts",
      key: "certs.zip",
      source: "certs.zip",
      source_hash: "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
    };
    const folder = folderOf({ "main.tf.json": configuration(object, "s3://emr-artifacts/certs.zip"), "certs.zip": "" });
    expect(checked("main.tf.json", folder).notEvaluated.map(({ rule }) => rule)).toEqual([
      "object.bucket_unversioned",
      "object.not_customer_key",
    ]);
    const known = { region: "eu-west-1", versioned: false, encryptedWith: "arn:aws:kms:us-east-1:111122223333:key/1" };
    const settings = {
      "emr-encryption.config.json": JSON.stringify({ known: { buckets: { "emr-artifacts": known } } }),
    };
    const declared = folderOf({
      "main.tf.json": configuration(object, "s3://emr-artifacts/certs.zip"),
      "certs.zip": "",
      ...settings,
    });
    const { findings, notEvaluated } = checked("main.tf.json", declared);
    expect(findings.map(({ rule }) => rule)).toEqual(["object.bucket_unversioned", "object.region_mismatch"]);
    expect(notEvaluated).toEqual([]);
  });

  test("a declared external object is not reported", () => {
    const settings = { known: { bundles: { "s3://emr-artifacts/certs.zip": "certs.zip" } } };
    const folder = folderOf({
      "main.tf.json": configuration(
        { bucket: "b", key: "other.txt", content: "x" },
        "arn:aws:s3:::emr-artifacts/certs.zip",
      ),
      "emr-encryption.config.json": JSON.stringify(settings),
    });
    expect(found("main.tf.json", folder)).toEqual([]);
  });

  test.each([
    ["its object is deleted", { certs: ["delete"] }, ["replaced_in_use certs"]],
    ["its object moves to another key", { certs: ["delete", "create"], key: "new.zip" }, ["replaced_in_use certs"]],
    ["its object is made anew in its place", { certs: ["delete", "create"], key: "certs.zip" }, []],
    ["it goes along with its object", { certs: ["delete"], configuration: ["delete"] }, []],
    ["its object is forgotten, not deleted", { certs: ["forget"] }, []],
  ])("a configuration is kept, and %s", (_, change, rules) => {
    const folder = folderOf({ "plan.json": planOf(change) });
    expect(found("plan.json", folder).filter((each) => each.startsWith("replaced_in_use"))).toEqual(rules);
  });
});

const document = (uri: string) =>
  JSON.stringify({
    EncryptionConfiguration: {
      InTransitEncryptionConfiguration: {
        TLSCertificateConfiguration: { CertificateProviderType: "PEM", S3Object: uri },
      },
    },
  });

function configuration(object: object, uri: string): string {
  return JSON.stringify({
    provider: { aws: { region: "us-east-1" } },
    resource: {
      aws_s3_object: { certs: object },
      aws_emr_security_configuration: { this: { name: "this", configuration: document(uri) } },
    },
  });
}

/** A plan over what is already there: an object and the configuration that names it. */
function planOf({
  certs,
  configuration = ["no-op"],
  key,
}: {
  certs: string[];
  configuration?: string[];
  key?: string;
}): string {
  const object = { bucket: "emr", key: "certs.zip", source: "certs.zip" };
  const settings = { name: "this", configuration: document("s3://emr/certs.zip") };
  const change = (type: string, name: string, actions: string[], before: object, after: object | null) => ({
    address: `${type}.${name}`,
    mode: "managed",
    type,
    name,
    provider_name: "registry.terraform.io/hashicorp/aws",
    change: { actions, before, after, after_unknown: {}, before_sensitive: {}, after_sensitive: {} },
  });
  return JSON.stringify({
    format_version: "1.2",
    terraform_version: "1.9.0",
    planned_values: { root_module: {} },
    resource_changes: [
      change("aws_s3_object", "certs", certs, object, key === undefined ? null : { ...object, key }),
      change(
        "aws_emr_security_configuration",
        "this",
        configuration,
        settings,
        configuration.includes("no-op") ? settings : null,
      ),
    ],
    configuration: { root_module: {} },
  });
}
