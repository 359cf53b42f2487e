import { type Lake, reported } from "./lake";

describe("why a statement with an action does not allow it", () => {
  const alias = { aws_kms_alias: { data: { name: "alias/lake", target_key_id: "${aws_kms_key.objects.key_id}" } } };
  const key = "arn:aws:kms:us-east-1:111122223333:key/11111111-1111-4111-8111-111111111111";
  const owns = (statement: object) => (stack: Lake) => {
    const Statement = [
      { Effect: "Allow", Action: "s3:*", Resource: "*" },
      { Effect: "Allow", Action: ["kms:Decrypt", "kms:GenerateDataKey*"], Resource: "*", ...statement },
    ];
    const AWS = "arn:aws:iam::${data.aws_caller_identity.current.account_id}:root";
    stack.data.aws_caller_identity = { current: {} };
    stack.policies.objects.Statement = [{ Effect: "Allow", Principal: { AWS }, Action: "kms:*", Resource: "*" }];
    Object.assign(stack.resource, alias);
    Object.assign(stack.resource.aws_iam_role_policy?.nodes, {
      policy: JSON.stringify({ Version: "2012-10-17", Statement }),
    });
  };
  const inOwn = "aws_iam_role_policy.nodes.policy, statement 2";
  const lacking = (change: (stack: Lake) => void) =>
    reported(change).findings.find(
      ({ rule, severity, message }) =>
        rule === "key.instance_role_not_user" && severity === "error" && message.endsWith(" of S3"),
    );

  test.each([
    [
      "an alias as Resource",
      { Resource: "${aws_kms_alias.data.arn}" },
      "names an alias as Resource, which never represents its key",
    ],
    [
      "the ARN of an alias",
      { Resource: "arn:aws:kms:us-east-1:111122223333:alias/lake" },
      "names an alias as Resource, which never represents its key",
    ],
    [
      "aliases by wildcard",
      { Resource: ["arn:aws:kms:*:*:alias/lake*"] },
      "names an alias as Resource, which never represents its key",
    ],
    [
      "an alias among others",
      { Resource: ["${aws_kms_key.volumes.arn}", "${aws_kms_alias.data.arn}"] },
      "names an alias as Resource, which never represents its key",
    ],
    ["another key", { Resource: key.replace("us-east-1", "eu-west-1") }, "names other resources"],
    [
      "an alias in the request",
      { Condition: { StringEquals: { "kms:RequestAlias": "alias/lake" } } },
      "allows it only under StringEquals on kms:RequestAlias",
    ],
    [
      "a session with a second factor",
      { Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } } },
      "allows it only under Bool on aws:MultiFactorAuthPresent",
    ],
  ])("%s", (_, statement, why) => {
    const found = lacking(owns(statement));
    expect(found?.message).toContain(`lacks kms:Decrypt, kms:GenerateDataKey (${inOwn} ${why}) on the key`);
    expect(found?.remedy).toMatch(/^Allow kms:Decrypt, kms:GenerateDataKey for /);
  });

  test.each([
    ["the key itself", { Resource: "${aws_kms_key.objects.arn}" }],
    ["every key of the account", { Resource: "arn:aws:kms:*:*:key/*" }],
    ["no alias in the request", { Condition: { Null: { "kms:RequestAlias": "true" } } }],
  ])("%s is allowed", (_, statement) => {
    expect(lacking(owns(statement))).toBeUndefined();
  });
});
