import { chmodSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { folderOf, PLANS, read } from "../models";

function errorOf(input: string, cwd: string): string | undefined {
  const [only] = read([input], cwd);
  expect(only?.model).toBeUndefined();
  return only?.error;
}

const SAVED_PLAN = Buffer.from(
  "504b0102000000000000000000000000000000000000000000000000060000000000000000000000000000000000" +
    "7466706c616e504b05060000000001000100340000000000000000000000",
  "hex",
);

describe("input that cannot be checked is reported in one sentence", () => {
  const folder = folderOf({
    "empty.json": "",
    "blank.json": " \n",
    "truncated.json": '{"format_version": "1.2",\n "resource_changes": [',
    "text.txt": "hello",
    "junk.bin": new Uint8Array([0xff, 0x00, 0x91, 0xfe]),
    "state.tfstate": '{"version":4,"serial":1,"lineage":"x","resources":[]}',
    "future.json": '{"format_version":"9.0","resource_changes":[]}',
    "list.json": "[1]",
    "other.json": '{"name":"package"}',
    "key.pem": "-----BEGIN CERTIFICATE-----\n",
    plan: SAVED_PLAN,
    "nothing/readme.md": "",
    "saved/tf.plan": SAVED_PLAN,
  });

  test.each([
    ["missing.json", "no such file or folder"],
    ["empty.json", "0 bytes"],
    ["blank.json", "white space"],
    ["truncated.json", "the text ends early at line 2, column 23"],
    ["text.txt", "neither JSON nor a bundle"],
    ["junk.bin", "neither JSON nor a bundle"],
    ["state.tfstate", "terraform show -json | emr-encryption lint -"],
    ["future.json", 'format_version "9.0"'],
    ["list.json", "not a plan, state or configuration"],
    ["other.json", "not a plan, state or configuration"],
    ["key.pem", "PEM"],
    ["plan", "this is Terraform's saved plan; lint its JSON: terraform show -json plan | emr-encryption lint -"],
    ["nothing", "this folder contains nothing to check"],
    ["saved", "terraform show -json saved/tf.plan | emr-encryption lint -"],
    ["*.nothing", "no file or folder matches"],
  ])("%s: %s", (input, sentence) => {
    const error = errorOf(input, folder);
    expect(error).toContain(sentence);
    expect(error).not.toContain("\n");
  });

  test("a file that may not be read", () => {
    const locked = folderOf({ "plan.json": "{}" });
    chmodSync(join(locked, "plan.json"), 0);
    // The super-user may read everything; there the file is read, and is no plan.
    expect(errorOf("plan.json", locked)).toMatch(
      /this user is not allowed to read it|not a plan, state or configuration/,
    );
  });

  test("one bad input does not keep the others from being checked", () => {
    const inputs = read([join(PLANS, "hcl/plan.json"), "missing.json", join(PLANS, "json-syntax/plan.json")], folder);
    expect(inputs.map(({ kind }) => kind)).toEqual(["plan", "unknown", "plan"]);
  });
});

describe("inputs are recognized by their content", () => {
  const plan = '{"format_version":"1.2","resource_changes":[]}';
  const bundle = { "privateKey.pem": "-", "certificateChain.pem": "-" };

  test("whatever the file is called", () => {
    const folder = folderOf({ a: plan, b: '{"format_version":"1.0","values":{}}', c: '{"resource":{}}' });
    expect(read(["a", "b", "c"], folder).map(({ kind }) => kind)).toEqual(["plan", "state", "configuration"]);
  });

  test("UTF-16 as PowerShell writes it is read", () => {
    const folder = folderOf({ "plan.json": Buffer.from(`\ufeff${plan}`, "utf16le") });
    expect(read(["plan.json"], folder)[0]?.kind).toBe("plan");
  });

  test("standard input", () => {
    expect(read(["-"], "/", { stdin: () => Buffer.from(plan) })).toMatchObject([{ input: "-", kind: "plan" }]);
  });

  test("the file .git of a worktree or of a submodule is not an input", () => {
    const folder = folderOf({ ".git": "gitdir: /elsewhere\n", "plan.json": plan, "sub/.git": "gitdir: /elsewhere\n" });
    expect(read(["."], folder).map(({ input, error }) => [input, error])).toEqual([["plan.json", undefined]]);
  });

  test("a folder gives everything below it except node_modules and dot-folders", () => {
    const stack = { name: "prod", synthesizedStackPath: "stacks/prod/cdk.tf.json" };
    const folder = folderOf({
      "plans/plan.json": plan,
      "node_modules/x/plan.json": plan,
      ".terraform/plan.json": plan,
      "certs/privateKey.pem": "-",
      "certs/certificateChain.pem": "-",
      "tf/main.tf.json": '{"module":{"m":{"source":"./m"}}}',
      "tf/m/main.tf.json": '{"resource":{"aws_kms_key":{"k":{}}}}',
      "cdktf.out/manifest.json": JSON.stringify({ version: "0.21.0", stacks: { prod: stack } }),
      "cdktf.out/stacks/prod/cdk.tf.json": '{"//":{"metadata":{"stackName":"prod"}},"resource":{}}',
      "package.json": "{}",
    });
    const inputs = read(["."], folder).map(({ input, stack, kind }) => [input, stack, kind]);
    expect(inputs).toEqual([
      ["cdktf.out", "prod", "stack"],
      ["certs", "", "bundle"],
      ["plans/plan.json", "", "plan"],
      ["tf", "", "configuration"],
    ]);
    expect(read(["."], folder)[3]?.model?.at("module.m.aws_kms_key.k")?.type).toBe("aws_kms_key");
  });

  test("without input it is cdktf.out where there is one, else the folder", () => {
    const folder = folderOf({ "plan.json": plan, "certs/a": "", ...bundle });
    expect(read([], folder).map(({ input }) => input)).toEqual([".", "plan.json"]);
    mkdirSync(join(folder, "cdktf.out"));
    expect(read([], folder)).toMatchObject([
      { input: "cdktf.out", error: expect.stringContaining("this folder contains nothing") },
    ]);
  });

  test("a glob gives what it matches, sorted", () => {
    const folder = folderOf({ "b/plan.json": plan, "a/plan.json": plan });
    expect(read(["*/plan.json"], folder).map(({ input }) => input)).toEqual(["a/plan.json", "b/plan.json"]);
  });

  test("a stack that is only in the manifest is named", () => {
    const folder = folderOf({
      "manifest.json": '{"stacks":{"prod":{"synthesizedStackPath":"stacks/prod/cdk.tf.json"}}}',
    });
    expect(read(["."], folder)).toMatchObject([{ stack: "prod", error: expect.stringContaining("cdktf synth") }]);
  });
});
