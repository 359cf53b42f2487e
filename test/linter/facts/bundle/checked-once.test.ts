import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { lint } from "../../../../linter/run/lint";
import { folderOf } from "../../models";

import {
  everywhere,
  good,
  goodZip,
  now,
  root,
  security,
  seen,
  settings,
  sidecar,
  stack,
  uploaded,
  wrongKey,
} from "./locate-kit";

describe("a bundle that several inputs lead to", () => {
  test("a bundle that is given beside the stack that delivers it is checked once, with the stack, by whichever name it is found", () => {
    const uri = "s3://emr-artifacts/certs/prod.zip";
    const delivered = { "main.tf.json": stack(uploaded("b.zip")), "b.zip": wrongKey };
    const named = { "main.tf.json": stack({}), "certs/prod.zip": wrongKey };
    const declared = { "main.tf.json": stack({}), "b.zip": wrongKey, ...settings({ [uri]: "b.zip" }) };
    const cases: readonly [typeof delivered, string, string][] = [
      [delivered, "b.zip", "aws_s3_object.certs"],
      [named as never, "certs/prod.zip", "aws_emr_security_configuration.this"],
      [declared, "b.zip", "aws_emr_security_configuration.this"],
    ];
    for (const [files, zip, address] of cases) {
      const cwd = folderOf(files);
      for (const inputs of [["main.tf.json", zip], ["main.tf.json", `./${zip}`, zip], ["."]]) {
        expect(everywhere(inputs, cwd)).toEqual({
          findings: [[inputs[0] === "." ? "." : "main.tf.json", address]],
          with: expect.arrayContaining([[inputs[1] ?? zip, address]]),
        });
      }
      expect(everywhere([zip, "main.tf.json"], cwd).with).toEqual([[zip, address], ["main.tf.json"]]);
    }
  });

  test("a bundle that two stacks deliver is checked with each, and not alone", () => {
    const files = {
      "one.tf.json": stack(uploaded("b.zip")),
      "two.tf.json": stack(uploaded("b.zip")),
      "b.zip": wrongKey,
    };
    const cwd = folderOf(files);
    expect(everywhere(["one.tf.json", "b.zip", "two.tf.json"], cwd)).toEqual({
      findings: [
        ["one.tf.json", "aws_s3_object.certs"],
        ["two.tf.json", "aws_s3_object.certs"],
      ],
      with: [["one.tf.json"], ["b.zip", "aws_s3_object.certs", "aws_s3_object.certs"], ["two.tf.json"]],
    });
  });

  test("a folder of PEM files that an archive_file zips is checked once", () => {
    const archive = { archive_file: { certs: { type: "zip", source_dir: "prod", output_path: "prod.zip" } } };
    const main = { ...JSON.parse(stack(uploaded("${data.archive_file.certs.output_path}"))), data: archive };
    const cwd = folderOf({
      "main.tf.json": JSON.stringify(main),
      "prod/privateKey.pem": root.privateKeyPem,
      "prod/certificateChain.pem": good["certificateChain.pem"],
    });
    expect(everywhere(["main.tf.json", "prod"], cwd).findings).toEqual([["main.tf.json", "aws_s3_object.certs"]]);
  });

  test("a bundle that no stack delivers, and one that a stack cannot distinguish from another, are checked alone", () => {
    const cwd = folderOf({ "main.tf.json": stack({}), "dev/prod.zip": wrongKey, "qa/prod.zip": wrongKey });
    expect(everywhere(["main.tf.json", "dev/prod.zip", "qa/prod.zip"], cwd).findings).toEqual([
      ["dev/prod.zip", ""],
      ["qa/prod.zip", ""],
    ]);
  });

  test("an input that is found by a glob, a folder and its own name is checked once, under its first name", () => {
    const cwd = folderOf({ "certs/b.zip": wrongKey });
    symlinkSync("b.zip", join(cwd, "certs", "link.zip"));
    expect(
      everywhere(["certs/*.zip", "certs", "./certs/b.zip", join(cwd, "certs/b.zip"), "certs/link.zip"], cwd),
    ).toEqual({
      findings: [["certs/b.zip", ""]],
      with: [["certs/b.zip"]],
    });
  });

  test("a zip is preferred to the declared sidecar that describes it; another zip with the same name is checked alone", () => {
    const uri = "s3://emr-artifacts/certs/prod.zip";
    const files = {
      "main.tf.json": stack({}),
      "b.bundle.json": sidecar(wrongKey),
      ...settings({ [uri]: "b.bundle.json" }),
    };
    const same = folderOf({ ...files, "prod.zip": wrongKey });
    expect(everywhere(["main.tf.json", "prod.zip"], same)).toEqual({
      findings: [["main.tf.json", "aws_emr_security_configuration.this"]],
      with: [["main.tf.json"], ["prod.zip", "aws_emr_security_configuration.this"]],
    });
    const other = folderOf({ ...files, "prod.zip": goodZip });
    expect(everywhere(["main.tf.json", "prod.zip"], other).with).toEqual([["main.tf.json"], ["prod.zip"]]);
  });

  test("a bundle that two configurations use is checked by the clusters of both, and by no other", () => {
    const two = JSON.parse(stack(uploaded("b.zip")));
    two.resource.aws_emr_security_configuration = {
      ...security("s3://emr-artifacts/certs/prod.zip"),
      next: security("s3://emr-artifacts/certs/prod.zip").this,
      other: security("s3://emr-artifacts/certs/other.zip").this,
    };
    const clusters = (trino: string) => ({
      aws_emr_cluster: Object.fromEntries(
        ["this", "next", "other"].map((name) => [
          name,
          {
            security_configuration: `\${aws_emr_security_configuration.${name}.id}`,
            release_label: "emr-7.5.0",
            applications: name === trino ? ["Trino"] : ["Spark"],
          },
        ]),
      ),
    });
    const publicNames = (trino: string) => {
      const main = { ...two, resource: { ...two.resource, ...clusters(trino) } };
      const cwd = folderOf({ "main.tf.json": JSON.stringify(main), "b.zip": goodZip });
      return lint(["main.tf.json"], { cwd, now, rules: ["cert.public_name_missing"] }).findings.length;
    };
    expect([publicNames("this"), publicNames("next"), publicNames("other")]).toEqual([1, 1, 0]);
  });

  test("one bundle that two configurations use is checked once", () => {
    const two = JSON.parse(stack(uploaded("b.zip")));
    two.resource.aws_emr_security_configuration.other = two.resource.aws_emr_security_configuration.this;
    const cwd = folderOf({ "main.tf.json": JSON.stringify(two), "b.zip": wrongKey });
    expect(seen(["main.tf.json"], cwd)).toEqual(["aws_s3_object.certs"]);
  });
});
