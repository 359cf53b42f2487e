import { all, type Lake, lake, reported, serious } from "./lake";

test("the stack that the other cases break has no mistake", () => {
  expect(serious(reported())).toEqual([]);
  expect(lake().resource).toHaveProperty("aws_emr_cluster.main");
});

describe("misspelt actions", () => {
  test.each([
    ["kms=Decrypt", "kms:Decrypt"],
    ["kms:Decrpyt", "kms:Decrypt"],
    ["Decrypt", "kms:Decrypt"],
    ["mks:Decrypt", "kms:Decrypt"],
    ["kms: Decrypt", "kms:Decrypt"],
    ["kms:ReEncrypt", "kms:ReEncrypt*"],
    ["kms:GenerateDataKeys", "kms:GenerateDataKey"],
  ])("%s is named, and %s is what to write", (written, meant) => {
    const { findings } = reported(({ policies }) => {
      policies.volumes.Statement[1].Action.push(written);
    });
    const [found] = findings.filter(({ rule }) => rule === "key.statement_incomplete");
    expect(found?.message).toContain(`contains ${written}, which AWS KMS does not have`);
    expect(found?.remedy).toBe(`Write ${meant} instead of ${written}.`);
  });

  test.each(["kms:*", "*", "kms:Describe*", "kms:decrypt", "kms:SomethingOfNextYear", "s3:GetObject"])(
    "%s is left alone",
    (written) => {
      const report = reported(({ policies }) => {
        policies.volumes.Statement[1].Action.push(written);
      });
      expect(all(report)).not.toContain("error key.statement_incomplete misspelt");
    },
  );
});

test("every misspelt action of a statement is named", () => {
  const { findings } = reported(({ policies }) => {
    policies.objects.Statement[1].Action.push("kms:DescribKey", "kms=Decrypt");
  });
  const found = findings.filter(({ rule }) => rule === "key.statement_incomplete");
  expect(found.map(({ remedy }) => remedy)).toEqual([
    "Write kms:DescribeKey and kms:Decrypt instead of kms:DescribKey and kms=Decrypt.",
  ]);
});

test("a misspelt action in the role's own policy is named where the role lacks it", () => {
  const { findings } = reported(({ policies, resource, data }) => {
    data.aws_caller_identity = { current: {} };
    const AWS = "arn:aws:iam::${data.aws_caller_identity.current.account_id}:root";
    policies.objects.Statement.splice(0, 2, { Effect: "Allow", Principal: { AWS }, Action: "kms:*", Resource: "*" });
    const Statement = [
      { Effect: "Allow", Action: "s3:*", Resource: "*" },
      { Sid: "Keys", Effect: "Allow", Action: ["kms:Decrpyt", "kms:GenerateDataKey*"], Resource: "*" },
    ];
    Object.assign(resource.aws_iam_role_policy?.nodes, {
      policy: JSON.stringify({ Version: "2012-10-17", Statement }),
    });
  });
  const [found] = findings.filter(({ rule }) => rule === "key.instance_role_not_user");
  expect(found?.message).toContain(
    "lacks kms:Decrypt (written kms:Decrpyt in aws_iam_role_policy.nodes.policy, statement 'Keys')",
  );
});

test("NotPrincipal exempts no role with a permissions boundary", () => {
  const deny =
    (boundary: string | undefined) =>
    ({ policies, resource }: Lake) => {
      const AWS = ["arn:aws:iam::111122223333:root", "${aws_iam_role.nodes.arn}", "${aws_iam_role.service.arn}"];
      policies.objects.Statement.push({ Effect: "Deny", NotPrincipal: { AWS }, Action: "kms:*", Resource: "*" });
      if (boundary) Object.assign(resource.aws_iam_role?.nodes, { permissions_boundary: boundary });
    };
  expect(serious(reported(deny(undefined)))).toEqual([]);
  expect(serious(reported(deny("arn:aws:iam::111122223333:policy/boundary")))).toContain(
    "error key.denied_role not_principal",
  );
});

test("a principal that KMS refuses is shown as it is written", () => {
  const { findings } = reported(({ policies }) => {
    policies.volumes.Statement[1].Principal.AWS[0] = "${aws_iam_instance_profile.nodes.arn}";
  });
  const [found] = findings.filter(({ rule }) => rule === "key.principal_invalid");
  expect(found?.message).toContain("'${aws_iam_instance_profile.nodes.arn}' is an instance profile");
  expect(findings.map(({ message }) => message).join()).not.toContain("aws_caller_identity");
});

describe("keys that AWS manages", () => {
  const managed = (values: object) =>
    serious(
      reported(({ data, document }) => {
        data.aws_kms_key = { disk: values };
        const disk = document.EncryptionConfiguration.AtRestEncryptionConfiguration.LocalDiskEncryptionConfiguration;
        disk.AwsKmsKey = "${data.aws_kms_key.disk.arn}";
      }),
    );

  test("one that a data source reads by its alias is not for local disks", () => {
    expect(managed({ key_id: "alias/aws/ebs" })).toContain("error config.aws_managed_key");
  });

  test("a customer managed key is", () => {
    expect(managed({ key_id: "alias/lake" })).not.toContain("error config.aws_managed_key");
  });
});

describe("condition keys that depend on the kind of caller", () => {
  const users = (condition: object) =>
    serious(
      reported(({ policies, resource }) => {
        policies.objects.Statement.splice(0, 2, {
          Effect: "Allow",
          Principal: { AWS: "*" },
          Action: "kms:*",
          Resource: "*",
          Condition: { StringEquals: { "kms:CallerAccount": "111122223333" }, ...condition },
        });
        delete resource.aws_iam_role_policy?.nodes;
      }),
    );
  const lacking = "error key.instance_role_not_user";

  test.each([
    ["the account's root", { StringLike: { "aws:PrincipalType": "Account" } }],
    ["users", { StringLike: { "aws:username": "*" } }],
    ["people with a device", { Bool: { "aws:MultiFactorAuthPresent": "true" } }],
    ["AWS services", { Bool: { "aws:PrincipalIsAWSService": "true" } }],
    ["the bucket's notifications", { ArnLike: { "aws:SourceArn": "arn:aws:s3:::*" } }],
  ])("a statement for %s applies to no role", (_, condition) => {
    expect(users(condition)).toContain(lacking);
  });

  test("a statement for sessions of roles applies", () => {
    expect(users({ StringLike: { "aws:PrincipalType": "AssumedRole" } })).not.toContain(lacking);
  });

  const tagged = (condition: object, volumes: object = {}) =>
    reported(({ policies, resource }) => {
      const [, users] = policies.volumes.Statement;
      users.Condition = condition;
      Object.assign(resource.aws_kms_key?.volumes, volumes);
    });
  const open = ({ notEvaluated }: ReturnType<typeof reported>) => notEvaluated.map(({ rule }) => rule);

  test.each<[string, object, object]>([
    ["keys of this kind", { StringEquals: { "kms:KeySpec": "SYMMETRIC_DEFAULT" } }, {}],
    ["keys of one Region", { Bool: { "kms:MultiRegion": "false" } }, {}],
    ["keys of several Regions", { Bool: { "kms:MultiRegion": "true" } }, { multi_region: true }],
    ["keys with a tag", { StringEquals: { "aws:ResourceTag/Team": "lake" } }, { tags: { Team: "lake" } }],
  ])("a statement for %s applies to such a key", (_, condition, volumes) => {
    const report = tagged(condition, volumes);
    expect(all(report)).not.toContain(lacking);
    expect(open(report)).not.toContain("key.instance_role_not_user");
  });

  test.each<[string, object]>([
    ["keys of another kind", { StringEquals: { "kms:KeySpec": "RSA_2048" } }],
    ["keys to sign with", { StringEquals: { "kms:KeyUsage": "SIGN_VERIFY" } }],
    ["keys of several Regions", { Bool: { "kms:MultiRegion": "true" } }],
    ["keys with a tag", { StringEquals: { "aws:ResourceTag/Team": "lake" } }],
  ])("a statement for %s does not apply to another key", (_, condition) => {
    expect(all(tagged(condition))).toContain(lacking);
  });

  test("a Deny for AWS services denies no role", () => {
    expect(denials({ Condition: { Bool: { "aws:PrincipalIsAWSService": "true" } } })).toEqual([]);
  });
});

/** What `key.denied_role` and its kin report where a Deny of one shape is in the policy of a key. */
function denials(statement: object, change: (given: Lake) => void = () => undefined) {
  const { findings } = reported((given) => {
    given.policies.volumes.Statement.push({
      Sid: "No",
      Effect: "Deny",
      Principal: "*",
      Action: "kms:Decrypt",
      Resource: "*",
      ...statement,
    });
    change(given);
  });
  return findings.filter(({ rule, message }) => /denied_role|blocks/.test(rule) && message.includes("iam_role.nodes"));
}

describe("the remedy of a Deny changes that Deny", () => {
  const statement = "statement 'No'";
  test.each([
    [
      "a second factor",
      { Condition: { BoolIfExists: { "aws:MultiFactorAuthPresent": "false" } } },
      /set to aws_iam_role\.nodes\.arn beside BoolIfExists on aws:MultiFactorAuthPresent/,
    ],
    [
      "the kind of caller",
      { Condition: { StringNotEquals: { "aws:PrincipalType": "Account" } } },
      /beside StringNotEquals on aws:PrincipalType/,
    ],
    [
      "a list of roles",
      { Condition: { ArnNotLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/admin" } } },
      /^Add aws_iam_role\.nodes\.arn to the values of ArnNotLike on aws:PrincipalArn/,
    ],
    ["everyone", {}, /^Exempt aws_iam_role\.nodes\.arn/],
    [
      "the role itself",
      { Principal: { AWS: "${aws_iam_role.nodes.arn}" } },
      /^Remove aws_iam_role\.nodes\.arn from Principal/,
    ],
    [
      "all but one role",
      { Principal: undefined, NotPrincipal: { AWS: "arn:aws:iam::111122223333:role/admin" } },
      /^Replace NotPrincipal/,
    ],
    [
      "all but S3",
      { Condition: { StringNotEquals: { "kms:ViaService": "s3.us-east-1.amazonaws.com" } } },
      /beside StringNotEquals on kms:ViaService/,
    ],
    [
      "what has no context",
      { Condition: { Null: { "kms:EncryptionContext:team": "true" } } },
      /beside Null on kms:EncryptionContext:team/,
    ],
  ])("%s", (_, part, remedy) => {
    const [found] = denials(part);
    expect(found?.message).toContain(statement);
    expect(found?.remedy).toMatch(remedy);
    expect(found?.remedy).toContain(statement);
  });

  test("a Deny for all but S3 reaches the service role through EC2", () => {
    const { findings } = reported(({ policies }) => {
      const Condition = { StringNotEquals: { "kms:ViaService": "s3.us-east-1.amazonaws.com" } };
      policies.volumes.Statement.push({ Effect: "Deny", Principal: "*", Action: "kms:*", Resource: "*", Condition });
    });
    const ofService = findings.filter(({ message }) => message.includes("aws_iam_role.service.arn"));
    expect(ofService.map(({ rule }) => rule)).toEqual(["key.denied_role"]);
  });

  test("a Deny of the role's own policy", () => {
    const { findings } = reported(({ resource }) => {
      const Statement = [
        { Sid: "No", Effect: "Deny", Action: "kms:Decrypt", NotResource: "${aws_kms_key.objects.arn}" },
      ];
      const policy = JSON.stringify({ Version: "2012-10-17", Statement });
      resource.aws_iam_role_policy = {
        ...resource.aws_iam_role_policy,
        no: { role: "${aws_iam_role.nodes.id}", policy },
      };
    });
    const found = findings.filter(({ rule }) => rule === "key.denied_role");
    expect(found.map(({ remedy }) => remedy)).toEqual([
      expect.stringMatching(
        /^Remove kms:Decrypt from aws_iam_role_policy\.no\.policy, statement 'No', or change its Resource/,
      ),
    ]);
  });
});

describe("permissions boundaries", () => {
  const bounded = (Statement: readonly object[]) =>
    denials({ Effect: "Allow" }, ({ resource }) => {
      resource.aws_iam_policy = {
        limit: { name: "limit", policy: JSON.stringify({ Version: "2012-10-17", Statement }) },
      };
      Object.assign(resource.aws_iam_role?.nodes, { permissions_boundary: "${aws_iam_policy.limit.arn}" });
    });

  test("a boundary without KMS keeps the role from keys whose policies name it", () => {
    const found = bounded([{ Effect: "Allow", Action: ["s3:*", "ec2:*"], Resource: "*" }]);
    expect(found.map(({ rule }) => rule)).toContain("key.denied_role");
    expect(found[0]?.message).toMatch(
      /^the permissions boundary of aws_iam_role\.nodes\.arn, aws_iam_policy\.limit\.policy, does not include/,
    );
  });

  test("a boundary with a Deny does, too", () => {
    const all = { Effect: "Allow", Action: "*", Resource: "*" };
    expect(bounded([all, { Effect: "Deny", Action: "kms:Decrypt", Resource: "*" }])[0]?.remedy).toContain(
      "aws_iam_policy.limit.policy, statement 2",
    );
    expect(bounded([all])).toEqual([]);
  });
});

describe("policies that AWS manages", () => {
  const attached = (arn: string) =>
    reported(({ resource, policies, data }) => {
      data.aws_caller_identity = { current: {} };
      const [account] = policies.objects.Statement.splice(0, 2);
      const AWS = "arn:aws:iam::${data.aws_caller_identity.current.account_id}:root";
      policies.objects.Statement.push({ ...account, Principal: { AWS } });
      resource.aws_iam_role_policy_attachment = {
        nodes: { role: "${aws_iam_role.nodes.name}", policy_arn: arn },
        service: { role: "${aws_iam_role.service.name}", policy_arn: arn },
      };
    });
  const lacking = "error key.instance_role_not_user";

  test.each([
    "arn:aws:iam::aws:policy/service-role/AmazonElasticMapReduceforEC2Role",
    "arn:aws:iam::aws:policy/service-role/AmazonEMRServicePolicy_v2",
    "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore",
    "arn:aws:iam::aws:policy/ReadOnlyAccess",
  ])("%s does not allow the use of a key", (arn) => {
    expect(serious(attached(arn))).toContain(lacking);
  });

  test.each(["arn:aws:iam::aws:policy/AdministratorAccess", "arn:aws:iam::aws:policy/PowerUserAccess"])(
    "%s does",
    (arn) => {
      const report = attached(arn);
      expect(serious(report)).not.toContain(lacking);
      expect(report.notEvaluated.map(({ rule }) => rule)).not.toContain("key.instance_role_not_user");
    },
  );

  test("one that is not known leaves the use of the key open", () => {
    const report = attached("arn:aws:iam::aws:policy/SomethingOfNextYear");
    expect(report.notEvaluated.map(({ rule }) => rule)).toContain("key.instance_role_not_user");
  });

  test("the EMR policy of the nodes lets them download the bundle", () => {
    const report = reported(({ resource }) => {
      delete resource.aws_iam_role_policy?.nodes;
      resource.aws_iam_role_policy_attachment = {
        nodes: {
          role: "${aws_iam_role.nodes.name}",
          policy_arn: "arn:aws:iam::aws:policy/service-role/AmazonElasticMapReduceforEC2Role",
        },
      };
      resource.aws_emr_cluster?.main.depends_on.splice(2, 1, "aws_iam_role_policy_attachment.nodes");
    });
    expect(serious(report)).toEqual([]);
    expect(report.notEvaluated.map(({ rule }) => rule)).not.toContain("object.unreadable_by_roles");
  });
});

describe("a key of another account", () => {
  const arn = "arn:aws:kms:us-east-1:999988887777:key/11111111-1111-4111-8111-111111111111";
  const nodes = "arn:aws:iam::111122223333:role/lake-nodes";
  const allow = (more: object) => ({ Effect: "Allow", Action: "kms:*", Resource: "*", ...more });
  const found = (principal: string, statements: readonly object[]) => {
    const policy = JSON.stringify({ Version: "2012-10-17", Statement: [allow({ Principal: { AWS: principal } })] });
    const settings = JSON.stringify({ known: { keys: { [arn]: { policy: "central.json" } } } });
    const { findings } = reported(({ resource, document, files }) => {
      Object.assign(files, { "central.json": policy, "emr-encryption.config.json": settings });
      document.EncryptionConfiguration.AtRestEncryptionConfiguration.LocalDiskEncryptionConfiguration.AwsKmsKey = arn;
      Object.assign(resource.aws_emr_cluster?.main, { service_role: "arn:aws:iam::111122223333:role/lake-service" });
      const Statement = [allow({ Action: "s3:*" }), ...statements];
      Object.assign(resource.aws_iam_role_policy?.nodes, {
        policy: JSON.stringify({ Version: "2012-10-17", Statement }),
      });
    });
    return findings.filter(({ rule }) => rule === "key.instance_role_not_user").map(({ message }) => message);
  };

  test.each<[string, string, readonly object[], RegExp]>([
    ["its key policy", "arn:aws:iam::111122223333:role/other", [allow({})], /; the key policy must allow it$/],
    ["the role's policies", nodes, [], /; the IAM policies of the role must allow it$/],
    [
      "both",
      "arn:aws:iam::111122223333:role/other",
      [],
      /; the key policy and the IAM policies of the role must allow it$/,
    ],
  ])("cannot be used by the role if %s lack the permission", (_, principal, statements, told) => {
    const messages = found(principal, statements);
    expect(messages).toEqual([expect.stringMatching(told)]);
  });

  test("can be used by the role if both policies allow it", () => {
    expect(found(nodes, [allow({})])).toEqual([]);
  });
});
