import { copyFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { canonicalKey } from "../../../../linter/model/terraform/keys";
import type { TerraformModel } from "../../../../linter/model/terraform/terraform-model";
import { Reference, Unknown } from "../../../../linter/model/values/symbolic";
import { folderOf, modelOf, PLANS, partsOf, read } from "../../models";

describe("a plan over what was applied before", () => {
  const model = modelOf("changed/plan.json");

  test("a replacement that makes the new one first is create, then delete, with the former name before it", () => {
    const configuration = model.at("aws_emr_security_configuration.this");
    expect(configuration?.actions).toEqual(["create", "delete"]);
    expect(configuration?.values.name).toBe("emr-v2");
    expect(configuration?.before?.name).toBe("emr-v1");
  });

  test("its document holds the key's ARN where that is known and a reference where the plan makes the key", () => {
    const parts = partsOf(model, "aws_emr_security_configuration.this");
    expect(parts[0]).toMatch(/"AwsKmsKey":"arn:aws:kms:eu-central-1:123456789012:key\//);
    expect(parts[1]).toEqual(new Reference("aws_kms_key.fresh", "key_id"));
  });

  test("a resource that the plan destroys or forgets keeps its values", () => {
    expect(model.at("aws_s3_object.old")).toMatchObject({ actions: ["delete"], values: { key: "old.zip" } });
    expect(model.at("aws_kms_key.retired")).toMatchObject({ actions: ["forget"], values: { description: "given up" } });
  });

  test("a sensitive value of a destroyed resource is not shown, neither before nor after", () => {
    const object = model.at("aws_s3_object.old");
    expect(object?.values.content_base64).toBeInstanceOf(Unknown);
    expect(object?.before?.content_base64).toBeInstanceOf(Unknown);
  });

  test("a moved resource has its new address and its previous values", () => {
    expect(model.at("aws_kms_key.disk")).toBeUndefined();
    expect(model.at("aws_kms_key.local_disk")).toMatchObject({
      values: { enable_key_rotation: false },
      before: { enable_key_rotation: true },
    });
  });

  test("id, ARN, alias, ARN of the alias and data source of a known key are its ARN", () => {
    const key = model.at("aws_kms_key.s3");
    const { arn, key_id } = key?.values ?? {};
    const alias = model.at("aws_kms_alias.s3")?.values.arn ?? null;
    for (const name of [arn, key_id, alias, "alias/emr-s3", new Reference("data.aws_kms_key.by_alias", "arn")]) {
      expect(canonicalKey(model as TerraformModel, name ?? null)).toBe(arn);
    }
  });

  test("an alias of another Region is not the one that the plan makes here", () => {
    const other = "arn:aws:kms:us-east-1:123456789012:alias/emr-s3";
    expect(canonicalKey(model as TerraformModel, other)).toBe(other);
  });

  test("the account comes from what was read or made in it", () => {
    expect(model.account).toBe("123456789012");
  });
});

describe("a state", () => {
  const model = modelOf("changed/state.json");

  test("has no actions and nothing before", () => {
    const configuration = model.at("aws_emr_security_configuration.this");
    expect(configuration).toMatchObject({ actions: [], values: { name: "emr-v1" } });
    expect(configuration?.before).toBeUndefined();
    expect(model.kind).toBe("state");
  });

  test("does not reveal sensitive values", () => {
    expect(model.at("aws_s3_object.old")?.values.content_base64).toBeInstanceOf(Unknown);
  });
});

describe("two stacks of one cdktf.out", () => {
  const [keys, lake] = read(["two-stacks"], PLANS);

  test("are two entries, with the construct and the file of each resource", () => {
    expect([keys?.stack, lake?.stack]).toEqual(["keys", "lake"]);
    expect(lake?.model?.at("aws_emr_security_configuration.configuration")).toMatchObject({
      construct: "lake/configuration",
      file: "two-stacks/stacks/lake/cdk.tf.json",
    });
  });

  test("a key from the other stack is followed to where it is made, although CDKTF marks every such output sensitive", () => {
    const parts = partsOf(lake?.model, "aws_emr_security_configuration.configuration");
    const origin = lake?.model?.origin(parts[1] as Reference);
    expect(origin?.model.stack).toBe("keys");
    expect(origin?.model.at(origin.reference.address)?.construct).toBe("keys/at-rest/s3");
  });

  test("two outputs of the other stack that lead to one key are one reference", () => {
    const manifest = { stacks: { a: {}, b: {} } };
    const backend = (path: string) => ({ backend: { local: { path } } });
    const folder = folderOf({
      "manifest.json": JSON.stringify(manifest),
      "stacks/a/cdk.tf.json": JSON.stringify({
        terraform: backend("a.tfstate"),
        resource: { aws_kms_key: { k: {} }, aws_kms_alias: { k: { target_key_id: "${aws_kms_key.k.id}" } } },
        output: { arn: { value: "${aws_kms_key.k.arn}" }, alias: { value: "${aws_kms_alias.k.target_key_arn}" } },
      }),
      "stacks/b/cdk.tf.json": JSON.stringify({
        terraform: backend("b.tfstate"),
        data: { terraform_remote_state: { keys: { backend: "local", config: { path: "a.tfstate" } } } },
        locals: {
          one: "${data.terraform_remote_state.keys.outputs.arn}",
          two: "${data.terraform_remote_state.keys.outputs.alias}",
        },
        resource: { aws_kms_key_policy: { p: { key_id: "${local.one}", policy: "${local.two}" } } },
      }),
    });
    const { key_id, policy } = read(["."], folder)[1]?.model?.at("aws_kms_key_policy.p")?.values ?? {};
    expect(key_id).toBeInstanceOf(Reference);
    expect(policy).toEqual(key_id);
  });
});

describe("locals, which a plan does not keep", () => {
  const disk = (root?: string) => {
    const model = modelOf(join(PLANS, "json-syntax/plan.json"), "/", { root });
    return partsOf(model, "aws_emr_security_configuration.this")[3];
  };

  test("come from the sources beside the plan", () => {
    expect(disk()).toEqual(new Reference('aws_kms_key.k["disk"]', "arn"));
  });

  test("of a module come from its own folder", () => {
    const model = modelOf("json-syntax/plan.json");
    const parts = partsOf(model, 'module.lake["a"].aws_emr_security_configuration.this');
    expect(parts[3]).toEqual(new Reference('module.lake["a"].aws_kms_key.own', "arn"));
  });

  test("are unknown where the sources beside it are of something else", () => {
    const plan = readFileSync(join(PLANS, "json-syntax/plan.json"));
    const folder = folderOf({
      "plan.json": plan,
      "main.tf.json": '{"locals":{"disk_key":"arn:guessed"},"resource":{}}',
    });
    const parts = partsOf(modelOf("plan.json", folder), "aws_emr_security_configuration.this");
    expect(parts[3]).toMatchObject({ reason: expect.stringContaining("local.disk_key") });
  });

  test("come from a folder given as root", () => {
    const folder = folderOf({});
    copyFileSync(join(PLANS, "json-syntax/plan.json"), join(folder, "plan.json"));
    const model = modelOf(join(folder, "plan.json"), "/", { root: join(PLANS, "json-syntax") });
    expect(partsOf(model, "aws_emr_security_configuration.this")[3]).toEqual(
      new Reference('aws_kms_key.k["disk"]', "arn"),
    );
  });
});
