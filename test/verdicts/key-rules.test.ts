import { readFileSync } from "node:fs";
import { join } from "node:path";
import { lint } from "../../linter/run/lint";
import { cluster, clusterWith, policy, rootStatement, stack } from "../linter/facts/emr";
import { folderOf, PLANS } from "../linter/models";

const now = new Date("2026-11-23T12:00:00Z");
const checked = (input: string, cwd: string, options = {}) => lint([input], { cwd, now, rules: ["key.*"], ...options });
const found = (...given: Parameters<typeof checked>) =>
  checked(...given).findings.map(({ rule, address, variant }) =>
    [rule.replace("key.", ""), address.replace(/^aws_\w+\./, ""), variant ?? ""].join(" ").trim(),
  );

/** `gone` and `kept` stand in the state of the plan, which the sources do not tell. */
const expected = (plan: boolean) => [
  "log_encryption_unready nobody release",
  "partition_mismatch china",
  "data_role_administers admin",
  "policy_too_large arrow character",
  "policy_lockout bypassed bypass",
  "context_blocks_local_disk context",
  "default_policy default",
  "denied_role denied lists_exceptions",
  "grant_unrestricted freely",
  ...(plan ? ["destroyed_in_use gone"] : []),
  "grant_condition_on_crypto grant_on_crypto",
  "statement_incomplete incomplete",
  "policy_too_large large",
  "policy_lockout locked",
  "multi_region_primary mrk",
  "bundle_not_decryptable nobody",
  "bundle_not_decryptable nobody service",
  "instance_role_not_user nobody",
  "log_encryption_unready nobody",
  "log_encryption_unready nobody",
  "mapped_role_not_user nobody",
  "deletion_window_short off",
  "disabled off",
  "rotation_off off",
  "principal_invalid profile",
  "policy_public public",
  "not_symmetric rsa",
  "rotation_unsupported store",
  "via_service_blocks_direct via",
  "wal_grant_missing wal",
  "region_mismatch west",
  "policy_conflict twice",
];

describe("rules about keys", () => {
  test.each(["plan.json", "main.tf.json"])(
    "each mistake in %s is found once, and good keys are left alone",
    (input) => {
      expect(found(input, join(PLANS, "keys"))).toEqual(expected(input === "plan.json"));
    },
  );

  test("where the environment gives the Region, every mistake is found but those about Regions, which are open", () => {
    const sources = readFileSync(join(PLANS, "keys", "main.tf.json"), "utf8");
    const cwd = folderOf({ "main.tf.json": sources.replace('"region": "us-east-1"', '"profile": "prod"') });
    const regional = ["region_mismatch west", "partition_mismatch china", "multi_region_primary mrk"];
    expect(found("main.tf.json", cwd)).toEqual(expected(false).filter((each) => !regional.includes(each)));
    const open = checked("main.tf.json", cwd).notEvaluated.map(({ rule, reason }) => `${rule}: ${reason}`);
    expect(open).toContain("key.region_mismatch: the Region of the provider, which its environment gives");
  });

  test("a plan that Terraform made leaves nothing open but what only the settings can declare", () => {
    const open = checked("plan.json", join(PLANS, "keys")).notEvaluated;
    expect(open.map(({ rule, address, reason }) => [rule, address, reason])).toEqual([]);
  });

  test("a bare id that the settings place in another account is found there", () => {
    const arn = "arn:aws:kms:us-east-1:999988887777:key/5678abcd-12ab-34cd-56ef-1234567890ab";
    const settings = join(
      folderOf({ "s.json": JSON.stringify({ known: { keys: { [arn]: { rotation: true } } } }) }),
      "s.json",
    );
    const foreign = found("plan.json", join(PLANS, "keys"), { settings, rules: ["key.foreign_account_id"] });
    expect(foreign).toEqual(["foreign_account_id foreign"]);
  });
});

/** Findings that are errors or warnings, and what stays open, of a stack as companies write them. */
function verdict(parts: Parameters<typeof stack>[0], settings: object = {}) {
  const cwd = folderOf({
    "main.tf.json": JSON.stringify(stack(parts)),
    "emr-encryption.config.json": JSON.stringify(settings),
  });
  const { findings, notEvaluated } = checked("main.tf.json", cwd);
  return {
    wrong: findings.filter(({ severity }) => severity !== "info").map(({ rule }) => rule),
    open: notEvaluated.map(({ rule }) => rule),
  };
}

describe("stacks as companies write them", () => {
  const central = "arn:aws:kms:us-east-1:999988887777:key/1234abcd-12ab-34cd-56ef-1234567890ab";
  const rotated = { s3: { enable_key_rotation: true }, disk: { enable_key_rotation: true } };
  const nodes = { AWS: "${aws_iam_role.nodes.arn}" };
  const service = { AWS: "${aws_iam_role.service.arn}" };
  const users = [
    { Sid: "Nodes", Principal: nodes, Action: ["kms:Decrypt", "kms:GenerateDataKey*", "kms:DescribeKey"] },
    {
      Sid: "Service",
      Principal: service,
      Action: ["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKeyWithoutPlaintext", "kms:ReEncrypt*"],
    },
    {
      Sid: "Grants",
      Principal: service,
      Action: "kms:CreateGrant",
      Condition: { Bool: { "kms:GrantIsForAWSResource": "true" } },
    },
  ];
  const written = policy(rootStatement, ...users);

  test("keys of a central account leave one unknown for each key, and nothing is wrong", () => {
    const disk = central.replace("1234abcd", "5678abcd");
    const { wrong, open } = verdict({ s3: central, disk, resources: cluster });
    expect(wrong).toEqual([]);
    expect(open).toEqual(["key.instance_role_not_user", "key.instance_role_not_user"]);
  });

  test("keys without a cluster leave nothing open", () => {
    expect(verdict({ resources: { aws_kms_key: rotated } })).toEqual({ wrong: [], open: [] });
    expect(verdict({ s3: central, disk: central })).toEqual({ wrong: [], open: [] });
  });

  test("keys with users by reference are clean", () => {
    const keys = { s3: { ...rotated.s3, policy: written }, disk: { ...rotated.disk, policy: written } };
    expect(verdict({ resources: { ...cluster, aws_kms_key: keys } })).toEqual({ wrong: [], open: [] });
  });

  test("a service role without kms:ReEncrypt*, which AWS requires for EBS volumes, is a warning", () => {
    const without = users.map((each) =>
      each.Sid === "Service"
        ? { ...each, Action: ["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKeyWithoutPlaintext"] }
        : each,
    );
    const keys = {
      s3: { ...rotated.s3, policy: written },
      disk: { ...rotated.disk, policy: policy(rootStatement, ...without) },
    };
    const { findings } = lint(["main.tf.json"], {
      cwd: folderOf({ "main.tf.json": JSON.stringify(stack({ resources: { ...cluster, aws_kms_key: keys } })) }),
      now,
      rules: ["key.service_role_not_user"],
    });
    expect(findings.map(({ severity, variant }) => `${severity} ${variant}`)).toEqual(["warning required"]);
  });

  test("permissions by IAM policies alone, with the default key policy, are clean", () => {
    const document = policy({
      Action: [
        "kms:Decrypt",
        "kms:GenerateDataKey",
        "kms:DescribeKey",
        "kms:CreateGrant",
        "kms:GenerateDataKeyWithoutPlaintext",
      ],
      Resource: ["${aws_kms_key.s3.arn}", "${aws_kms_key.disk.arn}"],
    });
    const iam = {
      aws_iam_role_policy: {
        nodes: { role: "${aws_iam_role.nodes.name}", policy: document },
        service: {
          role: "${aws_iam_role.service.name}",
          policy: JSON.stringify({
            ...JSON.parse(document),
            Statement: [
              { ...JSON.parse(document).Statement[0], Action: users[1]?.Action },
              { ...JSON.parse(document).Statement[0], Action: "kms:CreateGrant", Condition: users[2]?.Condition },
            ],
          }),
        },
      },
    };
    expect(verdict({ resources: { ...cluster, aws_kms_key: rotated, ...iam } })).toEqual({ wrong: [], open: [] });
  });

  test("an organization that is allowed by a condition is not a mistake, and its membership stays open", () => {
    const organization = policy(rootStatement, {
      Principal: "*",
      Action: ["kms:Decrypt", "kms:GenerateDataKey*", "kms:DescribeKey"],
      Condition: { StringEquals: { "aws:PrincipalOrgID": "o-abc123" } },
    });
    const keys = { s3: { ...rotated.s3, policy: organization }, disk: { ...rotated.disk, policy: written } };
    expect(verdict({ resources: { ...cluster, aws_kms_key: keys } })).toEqual({
      wrong: [],
      open: ["key.instance_role_not_user"],
    });
  });

  test("a Deny outside of the VPC endpoint is not a mistake", () => {
    const endpoint = {
      Effect: "Deny",
      Principal: "*",
      Action: "kms:Decrypt",
      Condition: { StringNotEquals: { "aws:SourceVpce": "vpce-1" } },
    };
    const keys = {
      s3: { ...rotated.s3, policy: policy(rootStatement, ...users, endpoint) },
      disk: { ...rotated.disk, policy: written },
    };
    expect(verdict({ resources: { ...cluster, aws_kms_key: keys } }).wrong).toEqual([]);
  });

  test("default roles of EMR by name, with their ARNs written out, are not wrong", () => {
    const defaults = clusterWith({
      service_role: "EMR_DefaultRole",
      ec2_attributes: { instance_profile: "EMR_EC2_DefaultRole" },
    });
    const AWS = [
      "arn:aws:iam::111122223333:role/EMR_EC2_DefaultRole",
      "arn:aws:iam::111122223333:role/EMR_DefaultRole",
    ];
    const literal = policy(
      { ...rootStatement, Principal: { AWS: "arn:aws:iam::111122223333:root" } },
      { Principal: { AWS }, Action: users[0]?.Action ?? [] },
    );
    const keys = { s3: { ...rotated.s3, policy: literal }, disk: { ...rotated.disk, policy: literal } };
    expect(verdict({ resources: { ...defaults, aws_kms_key: keys } }).wrong).toEqual([]);
  });
});

describe("the key of an override is checked against the Region of its bucket", () => {
  const key = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
  const found = (BucketName: string, region: string) => {
    const more = { Overrides: [{ BucketName, EncryptionMode: "SSE-KMS", AwsKmsKey: key }] };
    const content = stack({ more, resources: { aws_s3_bucket: { b: { bucket: "lake", provider: "aws.other" } } } });
    const provider = { aws: [{ region: "us-east-1" }, { alias: "other", region }] };
    const cwd = folderOf({ "main.tf.json": JSON.stringify({ ...content, provider }) });
    const { findings, notEvaluated } = checked("main.tf.json", cwd, { rules: ["key.region_mismatch"] });
    return [...findings.map(({ message }) => message), ...notEvaluated.map(({ reason }) => reason)];
  };

  test.each([["lake"], ["${aws_s3_bucket.b.bucket}"], ["${aws_s3_bucket.b.id}"]])("that %s names", (name) => {
    expect(found(name, "us-east-1")).toEqual([]);
    expect(found(name, "us-west-2")).toEqual([
      expect.stringContaining("is in us-east-1, but it is used for the bucket"),
    ]);
  });

  test("and one key for the buckets and the local disks is reported once", () => {
    const west = key.replace("us-east-1", "us-west-2");
    const content = { ...stack({ s3: west, disk: west }), provider: { aws: [{ region: "us-east-1" }] } };
    const cwd = folderOf({ "main.tf.json": JSON.stringify(content) });
    const { findings } = checked("main.tf.json", cwd, { rules: ["key.region_mismatch"] });
    expect(findings.map(({ message }) => message)).toEqual([
      expect.stringContaining("it is used for S3 and local disks of aws_emr_security_configuration.this in us-east-1"),
    ]);
  });

  test("and left open if the input does not create the bucket", () => {
    expect(found("other", "us-west-2")).toEqual(["the Region of the bucket other is not in the input"]);
  });
});
