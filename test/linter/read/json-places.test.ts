import { copyFileSync, cpSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { JsonPlaces } from "../../../linter/read/json-places";
import { folderOf, modelOf, PLANS, read } from "../models";

test("blocks are found by the line of their name, and arguments in them, in lists of blocks as well", () => {
  const places = new JsonPlaces(`{
  "resource": [
    { "aws_kms_key": {
        "a": {"tags": {"x": {"resource": {"aws_kms_key": {"wrong": {}}}}}},
        "b": [{
          "rule": [{}, {
            "n": 1 }]
        }]
    } }
  ],
  "data": {"aws_kms_alias": {
    "\\u0061": { "name": "a } : , {\\"" } } }
}`);
  const line = (key: string, ...path: (string | number)[]) => places.find(key, path)[0]?.line;
  expect(line("aws_kms_key.a")).toBe(4);
  expect(line("aws_kms_key.b")).toBe(5);
  expect(line("aws_kms_key.b", "rule", 1, "n")).toBe(7);
  expect(line("aws_kms_key.b", "not_written")).toBe(5);
  expect(line("data.aws_kms_alias.a", "name")).toBe(12);
  expect(line("aws_kms_key.wrong")).toBeUndefined();
});

test("if a block is written twice, the last one counts", () => {
  expect(new JsonPlaces('{"resource":{"t":{"a":{},\n"a":{}}}}').find("t.a", [])).toEqual([{ line: 2, left: 0 }]);
});

test("a text that is no valid template has its own line", () => {
  const configuration = JSON.stringify({ a: "${format('%s', 1)}" });
  const places = new JsonPlaces(`{"resource": {"t": {"a": {\n"configuration": ${JSON.stringify(configuration)}}}}}`);
  expect(places.find("t.a", ["configuration", "a"])).toEqual([{ line: 2, left: 1 }]);
});

test("a resource of a stack knows the line of its block", () => {
  const [, lake] = read(["two-stacks"], PLANS);
  const resource = lake?.model?.at("aws_emr_security_configuration.configuration");
  expect(resource).toMatchObject({ file: "two-stacks/stacks/lake/cdk.tf.json", line: expect.any(Number) });
  const lines = readFileSync(join(PLANS, resource?.file ?? ""), "utf8").split("\n");
  expect(lines[(resource?.line ?? 0) - 1]).toContain('"configuration": {');
});

test("a module's resource is placed in the module's file", () => {
  const model = modelOf("json-syntax/main.tf.json");
  expect(model.at('module.lake["a"].aws_kms_key.own')).toMatchObject({
    file: "json-syntax/modules/encryption/main.tf.json",
    line: 6,
  });
});

test("a resource of a plan is placed in the sources beside it", () => {
  expect(modelOf("json-syntax/plan.json").at("aws_kms_alias.s3")).toMatchObject({
    file: "json-syntax/main.tf.json",
    line: expect.any(Number),
  });
});

test("a plan of a CDKTF stack takes the construct's path from the cdktf.out beside it", () => {
  const folder = folderOf({});
  cpSync(join(PLANS, "two-stacks"), join(folder, "cdktf.out"), { recursive: true });
  const plan = {
    format_version: "1.2",
    resource_changes: [
      {
        address: "aws_kms_key.at-rest_s3_3A86DE7F",
        mode: "managed",
        type: "aws_kms_key",
        name: "at-rest_s3_3A86DE7F",
        change: { actions: ["create"] },
      },
    ],
    configuration: {
      root_module: {
        outputs: {
          "cross-stack-output-aws_kms_keyat-rest_s3_3A86DE7Farn": {
            sensitive: true,
            expression: { constant_value: "${aws_kms_key.at-rest_s3_3A86DE7F.arn}", references: [] },
          },
        },
        resources: [
          {
            mode: "managed",
            type: "aws_kms_key",
            name: "at-rest_s3_3A86DE7F",
            expressions: { enable_key_rotation: { constant_value: true } },
          },
        ],
      },
    },
  };
  const model = modelOf("plan.json", folderOf({ "plan.json": JSON.stringify(plan) }), { root: folder });
  expect(model.at("aws_kms_key.at-rest_s3_3A86DE7F")).toMatchObject({
    construct: "keys/at-rest/s3",
    line: expect.any(Number),
  });
});

test("a plan without sources has no file and no line", () => {
  const folder = folderOf({});
  copyFileSync(join(PLANS, "json-syntax/plan.json"), join(folder, "plan.json"));
  const resource = modelOf("plan.json", folder).at("aws_kms_alias.s3");
  expect([resource?.file, resource?.line]).toEqual([undefined, undefined]);
});
