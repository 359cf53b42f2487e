import { mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { lint } from "../../../../linter/run/lint";
import type { LintOptions } from "../../../../linter/run/options";
import { folderOf } from "../../models";

import {
  everywhere,
  good,
  goodZip,
  now,
  object,
  open,
  root,
  security,
  seen,
  settings,
  sidecar,
  stack,
  uploaded,
  wrongKey,
} from "./locate-kit";

describe("a stack and the bundle that it points to", () => {
  test.each<[string, { readonly [path: string]: string | Uint8Array }, string, LintOptions]>([
    ["source beside the stack", { "main.tf.json": stack(uploaded("b.zip")), "b.zip": wrongKey }, "main.tf.json", {}],
    [
      "source in a folder beside a stack that lies deeper",
      { "infra/main.tf.json": stack(uploaded("certs/b.zip")), "infra/certs/b.zip": wrongKey },
      "infra/main.tf.json",
      {},
    ],
    [
      "source relative to the current folder",
      { "infra/main.tf.json": stack(uploaded("certs/b.zip")), "certs/b.zip": wrongKey },
      "infra/main.tf.json",
      {},
    ],
    [
      "source below --root",
      { "infra/main.tf.json": stack(uploaded("b.zip")), "elsewhere/b.zip": wrongKey },
      "infra/main.tf.json",
      { root: "elsewhere" },
    ],
  ])("are joined by %s", (_, files, input, options) => {
    const cwd = folderOf(files);
    const { root: below } = options;
    expect(seen([input], cwd, below === undefined ? {} : { root: join(cwd, below) })).toEqual(["aws_s3_object.certs"]);
  });

  test("are joined by a source relative to the plan's file", () => {
    const object = { bucket: "emr-artifacts", key: "certs/prod.zip", source: "b.zip" };
    const changes = [
      ["aws_s3_object", "certs", object],
      ["aws_emr_security_configuration", "this", security("s3://emr-artifacts/certs/prod.zip").this],
    ].map(([type, name, after]) => ({
      address: `${type}.${name}`,
      mode: "managed",
      type,
      name,
      provider_name: "registry.terraform.io/hashicorp/aws",
      change: { actions: ["create"], before: null, after, after_unknown: {} },
    }));
    const plan = { format_version: "1.2", resource_changes: changes, configuration: { root_module: {} } };
    const cwd = folderOf({ "plans/plan.json": JSON.stringify(plan), "plans/b.zip": wrongKey });
    expect(seen(["plans/plan.json"], cwd)).toEqual(["aws_s3_object.certs"]);
  });

  test("are joined by an asset of cdktf.out", () => {
    const cwd = folderOf({
      "cdktf.out/manifest.json": JSON.stringify({
        version: "0.21.0",
        stacks: {
          prod: {
            name: "prod",
            synthesizedStackPath: "stacks/prod/cdk.tf.json",
            workingDirectory: "stacks/prod",
            constructPath: "prod",
            dependencies: [],
            annotations: [],
          },
        },
      }),
      "cdktf.out/stacks/prod/cdk.tf.json": stack(uploaded("assets/bundle/A1B2/bundle.zip")),
      "cdktf.out/stacks/prod/assets/bundle/A1B2/bundle.zip": wrongKey,
    });
    expect(seen(["cdktf.out"], cwd)).toEqual(["aws_s3_object.certs"]);
  });

  const copy = (source: string) => ({
    aws_s3_object_copy: { certs: { bucket: "emr-artifacts", key: "certs/prod.zip", source } },
  });

  test("are joined through a copy of an object that the stack uploads", () => {
    const original = { aws_s3_object: { original: { bucket: "build", key: "out/new.zip", source: "b.zip" } } };
    const cwd = folderOf({ "main.tf.json": stack({ ...original, ...copy("build/out/new.zip") }), "b.zip": wrongKey });
    expect(seen(["main.tf.json"], cwd)).toEqual(["aws_s3_object_copy.certs", "aws_s3_object.original"].sort());
  });

  test("are joined through a copy of an object that is declared, by where it comes from or where it goes", () => {
    for (const uri of ["s3://build/out/new.zip", "s3://emr-artifacts/certs/prod.zip"]) {
      const cwd = folderOf({
        "main.tf.json": stack(copy("build/out/new.zip")),
        "b.zip": wrongKey,
        ...settings({ [uri]: "b.zip" }),
      });
      expect(seen(["main.tf.json"], cwd)).toEqual(["aws_s3_object_copy.certs"]);
    }
  });

  test("a copy of an object that is not here is not evaluated, with the source of the copy", () => {
    const cwd = folderOf({ "main.tf.json": stack(copy("build/out/new.zip")) });
    expect(open(["main.tf.json"], cwd)).toEqual(["the object is copied from build/out/new.zip"]);
  });

  test("are joined with a zip of the same run whose name is the object's, also where the file is not where the plan says", () => {
    const cwd = folderOf({
      "main.tf.json": stack({}),
      "other.tf.json": stack(uploaded("build/elsewhere.zip")),
      "handed/prod.zip": wrongKey,
      "handed/other.zip": goodZip,
    });
    const zips = ["handed/prod.zip", "handed/other.zip"];
    expect(seen(["main.tf.json", ...zips], cwd)).toEqual(["aws_emr_security_configuration.this"]);
    expect(seen(["other.tf.json", ...zips], cwd)).toEqual(["aws_s3_object.certs"]);
    expect(seen([...zips, "main.tf.json"], cwd)).toEqual(["aws_emr_security_configuration.this"]);
    expect(seen(["main.tf.json"], cwd)).toEqual([]);
  });

  test("of two zips with that name, the one in the object's folders is used; if neither is, none", () => {
    const cwd = folderOf({
      "main.tf.json": stack({}),
      "dev/prod.zip": goodZip,
      "certs/prod.zip": wrongKey,
      "qa/prod.zip": goodZip,
    });
    expect(seen(["main.tf.json", "dev/prod.zip", "certs/prod.zip"], cwd)).toEqual([
      "aws_emr_security_configuration.this",
    ]);
    expect(open(["main.tf.json", "dev/prod.zip", "qa/prod.zip"], cwd)).toEqual([
      "dev/prod.zip and qa/prod.zip both have the name of s3://emr-artifacts/certs/prod.zip",
    ]);
  });

  test("a folder of PEM files represents the zip that is made from it", () => {
    const cwd = folderOf({
      "main.tf.json": stack({}),
      "prod/privateKey.pem": root.privateKeyPem,
      "prod/certificateChain.pem": good["certificateChain.pem"],
      "prod/trustedCertificates.pem": root.pem,
    });
    expect(seen(["main.tf.json", "prod"], cwd)).toEqual(["aws_emr_security_configuration.this"]);
  });

  test("are joined with a declared zip or sidecar", () => {
    const uri = "s3://emr-artifacts/certs/prod.zip";
    const zip = folderOf({ "main.tf.json": stack({}), "b.zip": wrongKey, ...settings({ [uri]: "b.zip" }) });
    expect(seen(["main.tf.json"], zip)).toEqual(["aws_emr_security_configuration.this"]);
    const file = "b.bundle.json";
    const side = folderOf({ "main.tf.json": stack({}), [file]: sidecar(wrongKey), ...settings({ [uri]: file }) });
    expect(seen(["main.tf.json"], side)).toEqual(["aws_emr_security_configuration.this"]);
  });

  /** A stack with sidecars in its metadata, as constructs leave them there. */
  const published = (...sidecars: readonly string[]) =>
    JSON.stringify({
      ...JSON.parse(stack({})),
      "//": { "emr-encryption:bundle": sidecars.map((text) => JSON.parse(text)) },
    });

  test("are joined with a sidecar in the metadata of the stack", () => {
    const cwd = folderOf({ "main.tf.json": published(sidecar(wrongKey)) });
    expect(seen(["main.tf.json"], cwd)).toEqual(["aws_emr_security_configuration.this"]);
    const other = sidecar(wrongKey, { ...object, key: "certs/dev.zip" });
    const otherOnly = folderOf({ "main.tf.json": published(other) });
    expect(open(["main.tf.json"], otherOnly)).toEqual(["s3://emr-artifacts/certs/prod.zip is uploaded elsewhere"]);
    const both = folderOf({ "main.tf.json": published(other, sidecar(goodZip)) });
    expect([seen(["main.tf.json"], both), open(["main.tf.json"], both)]).toEqual([[], []]);
  });

  test("a zip of the object's name comes before the sidecar in the metadata only if it is the published bundle", () => {
    const cwd = folderOf({ "main.tf.json": published(sidecar(goodZip)), "prod.zip": wrongKey });
    expect(seen(["main.tf.json", "prod.zip"], cwd)).toEqual([]);
    const same = folderOf({ "main.tf.json": published(sidecar(wrongKey)), "prod.zip": wrongKey });
    expect(lint(["main.tf.json", "prod.zip"], { cwd: same, now }).inputs[1]?.checkedWith).toHaveLength(1);
  });

  test("a sidecar is an input of its own, and joins the stack that names its object", () => {
    const cwd = folderOf({ "main.tf.json": stack({}), "b.bundle.json": sidecar(wrongKey) });
    expect(everywhere(["b.bundle.json"], cwd).findings).toEqual([["b.bundle.json", ""]]);
    for (const inputs of [["main.tf.json", "b.bundle.json"], ["."]]) {
      expect(everywhere(inputs, cwd)).toEqual({
        findings: [[inputs[0], "aws_emr_security_configuration.this"]],
        with: expect.arrayContaining([["b.bundle.json", "aws_emr_security_configuration.this"]]),
      });
    }
  });

  test("with a sidecar, every rule about the bundle is evaluated", () => {
    const cwd = folderOf({ "b.bundle.json": sidecar(goodZip) });
    const options = { cwd, now, region: "us-east-1", rules: ["bundle.*", "cert.*"] };
    expect(lint(["b.bundle.json"], options).notEvaluated).toEqual([]);
  });

  test("a damaged sidecar cannot be read, and nothing of it is quoted", () => {
    const text = sidecar(goodZip).replace('"sidecarVersion": 1', '"sidecarVersion": "secret"');
    const [status] = lint(["b.bundle.json"], { cwd: folderOf({ "b.bundle.json": text }), now }).inputs;
    expect(status?.error).toBe(
      "this is not a valid sidecar: 'sidecarVersion' is a text, expected 1, the only version that this release reads; write it again with certs publish",
    );
  });

  test("a sidecar of another object is not used for this one", () => {
    const uri = "s3://emr-artifacts/certs/prod.zip";
    const other = sidecar(wrongKey, { ...object, key: "certs/dev.zip" });
    const cwd = folderOf({
      "main.tf.json": stack({}),
      "b.bundle.json": other,
      ...settings({ [uri]: "b.bundle.json" }),
    });
    expect(open(["main.tf.json"], cwd)).toEqual([
      `${join(cwd, "b.bundle.json")} is the sidecar of s3://emr-artifacts/certs/dev.zip, not of ${uri}`,
    ]);
  });

  test.each<[string, (file: string) => void, RegExp]>([
    ["a folder", (file) => mkdirSync(file), /cannot be read: this is a folder/],
    ["a link to nothing", (file) => symlinkSync("nowhere.zip", file), /cannot be read: no such file or folder/],
    ["a link to itself", (file) => symlinkSync(file, file), /cannot be read: its symbolic links form a loop/],
    ["17 MiB", (file) => writeFileSync(file, Buffer.alloc(17 << 20)), /has 17825792 bytes; at most 16777216 are read/],
  ])("a declared bundle that is %s is not evaluated, with the reason", (_, make, reason) => {
    const uri = "s3://emr-artifacts/certs/prod.zip";
    const cwd = folderOf({ "main.tf.json": stack({}), ...settings({ [uri]: "b.zip" }) });
    make(join(cwd, "b.zip"));
    expect(open(["main.tf.json"], cwd)).toEqual([expect.stringMatching(reason)]);
    rmSync(cwd, { recursive: true });
  });
});
