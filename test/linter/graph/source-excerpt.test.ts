import { SourceExcerpts } from "../../../linter/graph/source-excerpt";
import { GuardedFiles } from "../../../linter/read/guarded-files";
import { runLint } from "../../../linter/run/lint";
import { folderOf } from "../models";

function excerpt(lines: readonly string[], line: number, file = "main.tf") {
  const cwd = folderOf({ [file]: lines.join("\n") });
  return new SourceExcerpts(new GuardedFiles({ cwd }), cwd).at({ file, line });
}

describe("the lines of HCL around a finding", () => {
  test("are four on each side, with their numbers, and stay within the block", () => {
    const lines = [
      'variable "password" {',
      '  default = "hunter2"',
      "}",
      'resource "aws_kms_key" "s3" {',
      "  a = 1",
      "}",
      "x",
    ];
    expect(excerpt(lines, 5)).toEqual({ lines: lines.slice(3, 6), marked: 1, from: 4 });
    const long = ["locals {", ...Array.from({ length: 20 }, (_, index) => `  v${index} = ${index}`), "}"];
    expect(excerpt(long, 10)?.lines).toHaveLength(9);
    expect(excerpt(long, 10)).toMatchObject({ from: 6, marked: 4 });
  });

  test.each<[string, readonly string[], readonly string[]]>([
    ["a secret", ['  password = "hunter2"', "  b = 1"], ["  password = (not shown)", "  b = 1"]],
    ["a secret in a map", ['    "api-token" : "hunter2"'], ['    "api-token" : (not shown)']],
    [
      "a heredoc",
      ["  user_data = <<-EOT", "    hunter2", "  EOT", "  b = 1"],
      ["  user_data = (not shown)", "    (not shown)", "  EOT", "  b = 1"],
    ],
    [
      "a map",
      ["  secrets = {", '    a = "hunter2"', "  }", "  b = 1"],
      ["  secrets = (not shown)", "    (not shown)", "  }", "  b = 1"],
    ],
    [
      "a private key",
      [
        "  pem = <<EOT",
        "-----BEGIN RSA PRIVATE KEY-----",
        "hunter2",
        "-----END RSA PRIVATE KEY-----",
        "EOT",
        "  b = 1",
      ],
      ["  pem = <<EOT", "(not shown)", "(not shown)", "(not shown)", "EOT", "  b = 1"],
    ],
    ["base64", ["  a = 1", "A".repeat(64)], ["  a = 1", "(not shown)"]],
  ])("leave out %s", (_, lines, shown) => {
    const found = excerpt(['resource "a" "b" {', ...lines, "}"], 2);
    expect(found?.lines.slice(1, 1 + shown.length)).toEqual(shown.slice(0, 5));
    expect(found?.lines.join("")).not.toContain("hunter2");
  });

  test("are cut where they are long", () => {
    expect(excerpt(["locals {", `  a = "${"x".repeat(500)}"`, "}"], 2)?.lines[1]).toHaveLength(110);
  });

  test.each([
    ["JSON syntax", ["{}"], 1, "main.tf.json"],
    ["a line that is not there", ["a"], 7, "main.tf"],
  ] as const)("are not read of %s", (_, lines, line, file) => {
    expect(excerpt(lines, line, file)).toBeUndefined();
  });

  test("are not read of a file outside of the checkout", () => {
    const [cwd, outside] = [folderOf({ ".git/HEAD": "" }), folderOf({ "main.tf": "locals {\n}" })];
    const excerpts = new SourceExcerpts(new GuardedFiles({ cwd }), cwd);
    expect(excerpts.at({ file: `${outside}/main.tf`, line: 1 })).toBeUndefined();
  });
});

test("a run shows the source of a finding, and the model without one", () => {
  const cwd = folderOf({
    "main.tf":
      'resource "aws_emr_security_configuration" "emr" {\n  configuration = jsonencode({\n    EncryptionConfiguration = {\n      EnableAtRestEncryption = false\n      EnableInTransitEncryption = false\n    }\n  })\n}\n',
  });
  const run = runLint(["main.tf"], { cwd, draw: true, rules: ["config.at_rest_disabled"] });
  const [found] = [...(run.excerpts?.values() ?? [])];
  expect(found).toMatchObject({ from: 1, marked: 3 });
  expect(found?.lines[3]).toBe("      EnableAtRestEncryption = false");
});
