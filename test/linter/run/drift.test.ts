import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runLint } from "../../../linter/run/lint";

const now = new Date("2026-11-28T12:00:00Z");
const folder = mkdtempSync(join(tmpdir(), "drift-"));

type Values = { readonly [argument: string]: unknown };

const arn = (id: string) => `arn:aws:kms:us-east-1:111122223333:key/${id}`;
const KEY = "aws_kms_key";
const CONFIGURATION = "aws_emr_security_configuration";
const OBJECT = "aws_s3_object";
const values = (type: string, name: string): Values =>
  ({
    [KEY]: { arn: arn(name), key_id: name },
    [CONFIGURATION]: { id: name, name, configuration: "{}" },
    [OBJECT]: { bucket: "certs", key: name },
  })[type] ?? {};

/** A change of a plan, at `module.MODULE["KEY"].TYPE.NAME["KEY"]` where these are given. */
interface Change {
  readonly type: string;
  readonly at?: string;
  readonly actions: readonly string[];
  readonly before?: Values;
  readonly after?: Values;
  readonly unknown?: object;
  readonly previously?: string;
}

const kept = (type: string, name: string, at?: string): Change => {
  const same = values(type, name);
  return { type, at, actions: ["no-op"], before: same, after: same };
};

function plan(...changes: readonly Change[]): object {
  return {
    format_version: "1.2",
    resource_changes: changes.map(({ type, at = `${type}.this`, actions, before, after, unknown = {}, previously }) => {
      const [, module, name = "", index] = /^(?:(module\..+)\.)?aws_\w+\.(\w+)(?:\["(\w+)"\])?$/.exec(at) ?? [];
      return {
        address: at,
        ...(module && { module_address: module }),
        ...(previously && { previous_address: previously }),
        ...(index && { index }),
        mode: "managed",
        type,
        name,
        provider_name: "registry.terraform.io/hashicorp/aws",
        change: { actions, before: before ?? null, after: after ?? null, after_unknown: unknown },
      };
    }),
  };
}

function state(...resources: readonly (readonly [type: string, name: string])[]): object {
  const made = resources.map(([type, name], index) => ({
    address: `${type}.r${index}`,
    mode: "managed",
    type,
    name: `r${index}`,
    values: values(type, name),
  }));
  return { format_version: "1.0", terraform_version: "1.9.8", values: { root_module: { resources: made } } };
}

/** What is reported as drift, without the name of the estate. */
function drift(estate: object, ...plans: readonly object[]): readonly string[] {
  writeFileSync(join(folder, "estate.json"), JSON.stringify(estate));
  const contents = new Map(plans.map((each, index) => [`plan-${index}.json`, Buffer.from(JSON.stringify(each))]));
  const { report } = runLint([...contents.keys()], { contents, now, cwd: folder, against: "estate.json" });
  const messages = report.notices.filter(({ kind }) => kind === "drift").map(({ message }) => message);
  return messages.map((message) => message.replace("estate.json contains the ", ""));
}

const both = [
  [CONFIGURATION, "lake"],
  [KEY, "data"],
  [OBJECT, "emr.zip"],
] as const;
const all = both.map(([type, name]) => kept(type, name));

test("what code and estate both have is no drift, wherever the code has it", () => {
  expect(drift(state(...both), plan(...all))).toEqual([]);
  const inModules = both.map(([type, name]) => kept(type, name, `module.emr["a"].${type}.this["one"]`));
  expect(drift(state(...both), plan(...inModules))).toEqual([]);
});

test("what only the code has is no drift, and the code may be in several inputs", () => {
  expect(drift(state(), plan(...all))).toEqual([]);
  expect(drift(state(...both), ...all.map((each) => plan(each)))).toEqual([]);
});

test("additional resources of the estate are, beside others of the same for_each", () => {
  const estate = state(...both, [CONFIGURATION, "by-hand"], [KEY, "second"], [OBJECT, "old.zip"]);
  expect(drift(estate, plan(...all, kept(KEY, "third", `${KEY}.this["third"]`)))).toEqual([
    "security configuration by-hand, but no input contains it",
    `KMS key ${arn("second")}, but no input contains it`,
    "bundle or JAR certs/old.zip, but no input contains it",
  ]);
});

test("a moved resource is none", () => {
  const moved = {
    ...kept(CONFIGURATION, "lake", `module.new.${CONFIGURATION}.this`),
    previously: `${CONFIGURATION}.this`,
  };
  expect(drift(state([CONFIGURATION, "lake"]), plan(moved))).toEqual([]);
});

test("a renamed, a replaced and a destroyed resource are none: the plan manages them until then", () => {
  const renamed = {
    type: CONFIGURATION,
    actions: ["create", "delete"],
    before: values(CONFIGURATION, "lake"),
    after: values(CONFIGURATION, "lake-2"),
  };
  const replaced = {
    type: KEY,
    actions: ["delete", "create"],
    before: values(KEY, "data"),
    after: {},
    unknown: { arn: true, key_id: true },
  };
  const destroyed = { type: OBJECT, actions: ["delete"], before: values(OBJECT, "emr.zip") };
  expect(drift(state(...both), plan(renamed, replaced, destroyed))).toEqual([]);
});

test("a resource that Terraform forgets is drift from then on", () => {
  const forgotten = { type: KEY, actions: ["forget"], before: values(KEY, "data") };
  expect(drift(state([KEY, "data"]), plan(forgotten))).toEqual([`KMS key ${arn("data")}, but no input contains it`]);
});

test("where a name is known after apply, another resource of the kind may be that one, which is said", () => {
  const created = { type: CONFIGURATION, actions: ["create"], after: {}, unknown: { name: true, id: true } };
  expect(drift(state([CONFIGURATION, "lake"], [OBJECT, "emr.zip"]), plan(created))).toEqual([
    "security configuration lake, but no input is known to contain it, since some names are known after apply",
    "bundle or JAR certs/emr.zip, but no input contains it",
  ]);
});

test("several of a kind are one notice", () => {
  const estate = state([KEY, "a"], [KEY, "b"], [CONFIGURATION, "lake"], [CONFIGURATION, "by-hand"]);
  const created = { type: CONFIGURATION, actions: ["create"], after: {}, unknown: { name: true, id: true } };
  expect(drift(estate, plan(created))).toEqual([
    "estate.json contains 2 security configurations that no input is known to contain, since some names are known after apply: by-hand, lake",
    `estate.json contains 2 KMS keys that no input contains: ${arn("a")}, ${arn("b")}`,
  ]);
});

test("a configuration of the same name in another Region is drift", () => {
  const inRegion = (region: string) => ({ ...values(CONFIGURATION, "lake"), region });
  const resources = ["eu-west-1", "eu-west-2"].map((region, index) => ({
    address: `${CONFIGURATION}.r${index}`,
    mode: "managed",
    type: CONFIGURATION,
    name: `r${index}`,
    values: inRegion(region),
  }));
  const estate = { format_version: "1.0", values: { root_module: { resources } } };
  const same = inRegion("eu-west-1");
  expect(drift(estate, plan({ type: CONFIGURATION, actions: ["no-op"], before: same, after: same }))).toEqual([
    "security configuration lake (eu-west-2), but no input contains it",
  ]);
});
