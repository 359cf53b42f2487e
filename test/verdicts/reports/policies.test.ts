import { all, lake, reported, serious } from "./lake";

test("the lake that the other cases break has no mistake", () => {
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
    expect(found?.message).toContain(`contains ${written}, which is not a KMS action`);
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

  test("one of a team's own is", () => {
    expect(managed({ key_id: "alias/lake" })).not.toContain("error config.aws_managed_key");
  });
});

describe("condition keys that the kind of caller decides", () => {
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
  ])("a statement for %s is for no role", (_, condition) => {
    expect(users(condition)).toContain(lacking);
  });

  test("a statement for sessions of roles is", () => {
    expect(users({ StringLike: { "aws:PrincipalType": "AssumedRole" } })).not.toContain(lacking);
  });

  test("a Deny for everyone but the account's root denies a role", () => {
    const report = reported(({ policies }) => {
      policies.objects.Statement.push({
        Sid: "RootAlone",
        Effect: "Deny",
        Principal: "*",
        Action: "kms:Decrypt",
        Resource: "*",
        Condition: { StringNotEquals: { "aws:PrincipalType": "Account" } },
      });
    });
    expect(serious(report)).toContain("error key.denied_role");
    const [found] = report.findings.filter(({ rule }) => rule === "key.denied_role");
    expect(found?.message).toContain("statement 'RootAlone' denies");
    expect(found?.remedy).toContain("Exclude");
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
  ])("%s gives no use of a key", (arn) => {
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
    ["its key policy", "arn:aws:iam::111122223333:role/other", [allow({})], /not allowed by the key policy$/],
    ["the role's policies", nodes, [], /not allowed by the IAM policies of the role$/],
    [
      "both",
      "arn:aws:iam::111122223333:role/other",
      [],
      /not allowed by the key policy and the IAM policies of the role$/,
    ],
  ])("is not for the role where %s lack it", (_, principal, statements, told) => {
    const messages = found(principal, statements);
    expect(messages).toEqual([expect.stringMatching(told)]);
  });

  test("is for the role where both halves allow it", () => {
    expect(found(nodes, [allow({})])).toEqual([]);
  });
});
