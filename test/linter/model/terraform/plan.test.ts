import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseDocument } from "../../../../linter/model/values/document";
import { Reference, Template, Unknown } from "../../../../linter/model/values/symbolic";
import { folderOf, modelOf, PLANS } from "../../models";

describe("a first plan of JSON syntax", () => {
  const model = modelOf("json-syntax/plan.json");

  test("a security configuration that terraform knows nothing of keeps its template, with the keys by reference", () => {
    const configuration = model.at("aws_emr_security_configuration.encoded")?.values.configuration;
    expect(parseDocument(configuration ?? null)).toMatchObject({
      document: {
        EncryptionConfiguration: {
          EnableAtRestEncryption: true,
          EnableInTransitEncryption: false,
          AtRestEncryptionConfiguration: {
            S3EncryptionConfiguration: {
              EncryptionMode: "SSE-KMS",
              AwsKmsKey: new Reference('aws_kms_key.k["s3"]', "arn"),
            },
            LocalDiskEncryptionConfiguration: { AwsKmsKey: new Reference('aws_kms_key.k["s3"]', "arn") },
          },
        },
      },
    });
  });

  test("an alias, a key's id and its ARN are one key; another instance of the same resource is another", () => {
    const s3 = new Reference('aws_kms_key.k["s3"]', "arn");
    expect(model.resolve(new Reference("aws_kms_alias.s3", "target_key_arn"))).toEqual(s3);
    expect(model.resolve(new Reference("aws_kms_alias.s3", "arn"))).toEqual(s3);
    expect(model.resolve(new Reference('aws_kms_key.k["s3"]', "key_id"))).toEqual(s3);
    expect(model.resolve(new Reference('aws_kms_key.k["disk"]', "id"))).toEqual(
      new Reference('aws_kms_key.k["disk"]', "arn"),
    );
  });

  test("a module's variable leads to the key that its caller passes", () => {
    const configuration = model.at('module.lake["b"].aws_emr_security_configuration.this')?.values.configuration;
    expect(configuration).toBeInstanceOf(Template);
    expect((configuration as Template).parts[1]).toEqual(new Reference('aws_kms_key.k["disk"]', "arn"));
  });

  test("a resource uses the Region of its own provider, also in a module that is passed one", () => {
    expect(model.at('aws_kms_key.k["s3"]')?.region).toBe("us-east-1");
    expect(model.at("aws_kms_key.west")?.region).toBe("us-west-2");
    expect(model.at('module.lake["a"].aws_kms_key.own')?.region).toBe("us-west-2");
    expect(model.at("aws_s3_bucket.artifacts")?.region).toBe("us-east-1");
  });

  test("a policy document of a data source becomes a policy with the role by reference", () => {
    const policy = model.at("aws_kms_key_policy.s3")?.values.policy;
    expect(parseDocument(policy ?? null)).toMatchObject({
      document: {
        Version: "2012-10-17",
        Statement: [
          { Sid: "Root", Effect: "Allow", Principal: { AWS: "arn:aws:iam::111122223333:root" } },
          {
            Principal: { AWS: new Reference("aws_iam_role.nodes[0]", "arn") },
            Condition: { StringEquals: { "kms:CallerAccount": "111122223333" } },
          },
        ],
      },
    });
  });

  test("a sensitive value is present, and is not shown", () => {
    const value = model.at("aws_ssm_parameter.token")?.values.value;
    expect(value).toBeInstanceOf(Unknown);
    expect(JSON.stringify(model.resources.map((resource) => resource.values))).not.toContain("hunter2");
  });

  test("default tags of the provider follow its variables", () => {
    expect(model.defaultTags.aws).toEqual({ Environment: "production", Owner: "data-platform" });
  });

  test("an argument that is not written differs from one that is not known yet", () => {
    const key = model.at("aws_kms_key.west");
    expect(key?.values.policy).toBeInstanceOf(Unknown);
    expect(key?.written?.has("policy")).toBe(false);
    expect(key?.written?.has("description")).toBe(true);
  });
});

describe("a first plan of HCL without its sources", () => {
  const model = modelOf("plan.json", folderOf({ "plan.json": readFileSync(join(PLANS, "hcl", "plan.json")) }));

  test("an unknown security configuration keeps its references, with the reason that the expression is missing", () => {
    const configuration = model.at("aws_emr_security_configuration.unknown")?.values.configuration;
    expect(configuration).toBeInstanceOf(Unknown);
    expect((configuration as Unknown).references).toEqual([
      new Reference("aws_kms_key.s3", "arn"),
      new Reference("aws_kms_key.disk", "arn"),
    ]);
  });

  test("an argument that names a key with one reference is that key, through a module's variable and an alias", () => {
    const policy = model.at("module.encryption.aws_kms_key_policy.this")?.values.key_id;
    expect(policy).toEqual(new Reference("aws_kms_alias.s3", "target_key_arn"));
    expect(model.resolve(policy as Reference)).toEqual(new Reference("aws_kms_key.s3", "arn"));
  });
});
