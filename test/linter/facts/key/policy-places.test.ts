import { pathName } from "../../../../linter/report/path";
import { lint } from "../../../../linter/run/lint";
import { folderOf } from "../../models";
import { cluster, clusterWith, policy, rootStatement, stack } from "../emr";

const now = new Date("2026-11-23T12:00:00Z");
const nodes = { AWS: "${aws_iam_role.nodes.arn}" };
const rights = ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"];
const user = { Principal: nodes, Action: rights };

/** Where a rule finds its mistake, in a stack whose key for S3 has these policies and whose roles have these resources. */
function places(rule: string, own: string | undefined, separate: string | undefined, more: object = {}) {
  const content = stack({
    resources: {
      ...cluster,
      aws_kms_key: { s3: own === undefined ? {} : { policy: own }, disk: { policy: policy(rootStatement, user) } },
      ...(separate === undefined
        ? {}
        : { aws_kms_key_policy: { s3: { key_id: "${aws_kms_key.s3.key_id}", policy: separate } } }),
      ...more,
    },
  });
  const cwd = folderOf({ "main.tf.json": JSON.stringify(content) });
  const { findings } = lint(["main.tf.json"], { cwd, now, rules: [rule] });
  return findings
    .filter(({ severity, address }) => severity !== "info" && !address.includes("disk"))
    .map(({ address, path }) => `${address} ${pathName(path)}`.trim());
}

const everybody = { Principal: "*", Action: "kms:Decrypt" };
const profile = { Principal: { AWS: "arn:aws:iam::111122223333:instance-profile/emr" }, Action: "kms:Decrypt" };
const toothless = { Sid: "Nothing", Principal: nodes, Action: undefined };
const grants = { ...user, Condition: { Bool: { "kms:GrantIsForAWSResource": "true" } } };
const denial = { Effect: "Deny", Principal: "*", Action: "kms:Decrypt" };

describe("a mistake in a key's policy", () => {
  test.each([
    ["key.policy_public", [rootStatement, everybody], "policy.Statement[1]"],
    ["key.principal_invalid", [rootStatement, user, profile], "policy.Statement[2]"],
    ["key.statement_incomplete", [rootStatement, toothless], "policy.Statement[1]"],
    ["key.grant_condition_on_crypto", [rootStatement, user, grants], "policy.Statement[2]"],
    ["key.denied_role", [rootStatement, user, denial], "policy.Statement[2]"],
    ["key.policy_lockout", [user], "policy"],
    [
      "key.instance_role_not_user",
      [{ ...rootStatement, Principal: { AWS: "arn:aws:iam::111122223333:role/admin" } }],
      "policy",
    ],
  ])("%s: is reported at the resource that writes it", (rule, statements, path) => {
    const document = policy(...statements);
    expect(places(rule, document, undefined)).toEqual([`aws_kms_key.s3 ${path}`]);
    expect(places(rule, undefined, document)).toEqual([`aws_kms_key_policy.s3 ${path}`]);
  });

  test.each([
    ["StringLike", "aws:PrincipalArn", "arn:aws:iam::*:role/emr"],
    ["StringLike", "aws:PrincipalOrgID", "o-*"],
    ["StringLike", "kms:CallerAccount", "*"],
    ["IpAddress", "aws:SourceIp", "0.0.0.0/0"],
    ["StringEquals", "kms:ViaService", "s3.us-east-1.amazonaws.com"],
    ["StringEqualsIfExists", "aws:PrincipalOrgID", "o-a1b2c3d4e5"],
    ["StringNotEquals", "aws:PrincipalAccount", "111122223333"],
  ])("%s of %s with %s does not limit the caller", (operator, key, value) => {
    const statement = { ...everybody, Condition: { [operator]: { [key]: value } } };
    expect(places("key.policy_public", policy(rootStatement, statement), undefined)).toHaveLength(1);
  });

  test.each([
    ["ArnLike", "aws:PrincipalArn", "arn:aws:iam::111122223333:role/*"],
    ["StringEquals", "aws:PrincipalOrgID", "o-a1b2c3d4e5"],
    ["StringEquals", "kms:CallerAccount", "111122223333"],
    ["IpAddress", "aws:SourceIp", "203.0.113.0/24"],
    ["StringEquals", "aws:SourceVpce", "vpce-1a2b3c4d"],
  ])("%s of %s with %s limits the caller", (operator, key, value) => {
    const statement = { ...everybody, Condition: { [operator]: { [key]: value } } };
    expect(places("key.policy_public", policy(rootStatement, statement), undefined)).toEqual([]);
  });

  test("that has one statement without a list is reported there", () => {
    const alone = JSON.stringify({ Statement: { Effect: "Allow", Resource: "*", ...everybody } });
    expect(places("key.policy_public", alone, undefined)).toEqual(["aws_kms_key.s3 policy.Statement"]);
  });

  test("that bypasses the lockout check is reported at the argument that bypasses it", () => {
    const bypassing = { key_id: "${aws_kms_key.s3.key_id}", policy: policy(rootStatement, user) };
    const more = { aws_kms_key_policy: { s3: { ...bypassing, bypass_policy_lockout_safety_check: true } } };
    expect(places("key.policy_lockout", undefined, undefined, more)).toEqual([
      "aws_kms_key_policy.s3 bypass_policy_lockout_safety_check",
    ]);
  });

  test("two policies of one key conflict where the last of them is written", () => {
    const document = policy(rootStatement, user);
    expect(places("key.policy_conflict", document, document)).toEqual(["aws_kms_key_policy.s3 policy"]);
  });
});

describe("a mistake elsewhere", () => {
  test("a Deny of the role's own policy is reported there", () => {
    const own = {
      aws_iam_role_policy: { deny: { role: "emr-nodes", policy: policy({ ...denial, Principal: undefined }) } },
    };
    expect(places("key.denied_role", policy(rootStatement, user), undefined, own)).toContain(
      "aws_iam_role_policy.deny policy.Statement[0]",
    );
  });

  test("a key with the default policy has no argument to report", () => {
    const role = { aws_iam_role_policy: { none: { role: "emr-nodes", policy: policy({ Action: "s3:*" }) } } };
    expect(places("key.instance_role_not_user", undefined, undefined, role)).toEqual(["aws_kms_key.s3"]);
  });

  test("a release that cannot encrypt logs is reported at the cluster", () => {
    const old = clusterWith({ release_label: "emr-5.29.0", log_encryption_kms_key_id: "${aws_kms_key.s3.arn}" });
    expect(places("key.log_encryption_unready", policy(rootStatement, user), undefined, old)).toContain(
      "aws_emr_cluster.this release_label",
    );
  });
});
