import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { lint } from "../../../../linter";
import { formats, reporter } from "../../../../linter/report";
import { folderOf, PLANS } from "../../models";

const now = new Date("2026-11-23T12:00:00Z");

/** A plan that Terraform made of HCL, beside sources of which one text is another now. */
function besideChanged(from: string, to: string) {
  const cwd = folderOf({});
  cpSync(join(PLANS, "hcl"), cwd, { recursive: true });
  const source = readFileSync(join(cwd, "main.tf"), "utf8");
  expect(source).toContain(from);
  writeFileSync(join(cwd, "main.tf"), source.replace(from, to));
  return lint(["plan.json"], { cwd, now });
}

function unknownDocument({ findings, notEvaluated }: ReturnType<typeof lint>) {
  const at = ({ address }: { readonly address: string }) => address === "aws_emr_security_configuration.unknown";
  return {
    found: findings.filter(at).map(({ rule, file, line, message }) => ({ rule, file, line, message })),
    isOpen: notEvaluated.filter(at).some(({ reason }) => reason.includes("a plan of HCL does not keep")),
  };
}

test("a document that the plan does not contain is read from its sources, and findings point to the property there", () => {
  const report = besideChanged("", "");
  expect(unknownDocument(report)).toMatchObject({ isOpen: false });
  expect(unknownDocument(report).found).toContainEqual({
    rule: "config.in_transit_disabled",
    file: "main.tf",
    line: 72,
    message: expect.stringMatching(/ \(as written in main\.tf:72\)$/),
  });
});

test.each(formats)("the line of a finding in such a document is named once in the report as %s", (format) => {
  const { findings, ...rest } = besideChanged("", "");
  const report = {
    ...rest,
    notices: [],
    findings: findings.filter(({ rule }) => rule === "config.in_transit_disabled"),
  };
  expect(report.findings).toMatchObject([{ asWritten: true, file: "main.tf", line: 72 }]);
  const words = reporter(format)(report, { colour: false, columns: 300, quiet: false, verbose: true });
  expect(words.replaceAll(/\s+/g, " ")).toContain("(as written in main.tf:72)");
  // A page repeats the message in its list of what to fix, and JUnit in the text of the failure.
  expect(words.split("main.tf:72")).toHaveLength(format === "html" || format === "junit" ? 3 : 2);
});

test.each<[string, string, string, string]>([
  [
    "another reference",
    "AwsKmsKey = aws_kms_key.disk.arn",
    "AwsKmsKey = aws_kms_key.s3.arn",
    "another configuration of aws_emr_security_configuration.unknown at main.tf:69",
  ],
  ["another constant", "alias/emr-s3", "alias/emr-s4", "another name of aws_kms_alias.s3"],
  [
    "another local",
    'bucket = "',
    'bucket = "other-',
    "they give aws_s3_bucket.artifacts.bucket another value than the plan has",
  ],
  [
    "another resource",
    'resource "aws_kms_key" "disk"',
    'resource "aws_kms_key" "disks"',
    "the plan does not have aws_kms_key.disks",
  ],
  [
    "a file that is not HCL",
    'resource "aws_kms_key" "disk" {',
    'resource "aws_kms_key" "disk" {{',
    "main.tf cannot be read",
  ],
])("sources with %s are not those of the plan, and the report gives the reason in one line", (_, from, to, reason) => {
  const report = besideChanged(from, to);
  expect(unknownDocument(report)).toMatchObject({
    found: [{ rule: "config.unused" }],
    isOpen: true,
  });
  expect(report.notices).toEqual([{ kind: "sources", message: expect.stringContaining(reason) }]);
  expect(report.notices[0]?.message).not.toContain("\n");
});

test("a literal beside a reference cannot be compared, so the report names the file that must not have changed", () => {
  const { notices } = besideChanged("EnableInTransitEncryption = false", "EnableInTransitEncryption = true");
  expect(notices).toEqual([{ kind: "sources", message: expect.stringContaining("read from main.tf:69") }]);
});

test("a folder with a plan and the sources that it was made from is checked once, by the plan", () => {
  const cwd = folderOf({});
  cpSync(join(PLANS, "hcl"), cwd, { recursive: true });
  expect(lint(["."], { cwd, now }).inputs.map(({ input, kind }) => [input, kind])).toEqual([["plan.json", "plan"]]);
  writeFileSync(join(cwd, "other.tf"), 'resource "aws_kms_key" "other" {}\n');
  expect(lint(["."], { cwd, now }).inputs.map(({ input, kind }) => [input, kind])).toEqual([
    [".", "configuration"],
    ["plan.json", "plan"],
  ]);
});

test("files of OpenTofu beside the sources do not keep those of Terraform from being read", () => {
  const cwd = folderOf({ "extra.tofu": 'resource "aws_kms_key" "other" {}\n' });
  cpSync(join(PLANS, "hcl"), cwd, { recursive: true });
  expect(unknownDocument(lint(["plan.json"], { cwd, now }))).toMatchObject({ isOpen: false });
});
