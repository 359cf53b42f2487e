import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { TerraformVariable } from "cdktf";
import type { Construct } from "constructs";
import { EncryptionKey, type EncryptionKeyConfig, EncryptionKeyReplica, type IEncryptionKey } from "../../modules";
import { accountPrincipals, policyStatements } from "./policies";
import { annotations, resources, stackOf, synthesized, validations } from "./stacks";

const role = (name: string) => `arn:aws:iam::111122223333:role/${name}`;
const keyArn = "arn:aws:kms:us-east-1:999988887777:key/0e6bcf0c-9e0b-4b4c-8a3e-6f2f2f5b7c11";
const withKey = (config: EncryptionKeyConfig, use: (key: EncryptionKey, scope: Construct) => void = () => {}) =>
  stackOf((scope) => use(new EncryptionKey(scope, "key", config), scope));

describe("EncryptionKey", () => {
  test("rotates, waits 30 days before it is deleted, and has its policy in a separate resource", () => {
    const stack = withKey({ alias: "alias/emr-s3" });
    expect(resources(stack, "aws_kms_key")).toEqual([
      {
        description: "EMR encryption: s/key",
        enable_key_rotation: true,
        deletion_window_in_days: 30,
        lifecycle: { prevent_destroy: true },
      },
    ]);
    expect(resources(stack, "aws_kms_alias")).toMatchObject([{ name: "alias/emr-s3" }]);
    expect(policyStatements(stack, "key_policy")).toEqual([
      {
        Sid: "AccountRoot",
        Effect: "Allow",
        Principal: {
          AWS: [
            "arn:${data.aws_partition.emr-encryption-partition.partition}:iam::${data.aws_caller_identity.emr-encryption-account.account_id}:root",
          ],
        },
        Action: "kms:*",
        Resource: "*",
      },
    ]);
  });

  test("every argument of the key reaches Terraform", () => {
    const stack = withKey({
      description: "d",
      rotationPeriodInDays: 90,
      deletionWindowInDays: 7,
      multiRegion: true,
      tags: { team: "data" },
    });
    expect(resources(stack, "aws_kms_key")).toEqual([
      {
        description: "d",
        enable_key_rotation: true,
        rotation_period_in_days: 90,
        lifecycle: { prevent_destroy: true },
        deletion_window_in_days: 7,
        multi_region: true,
        tags: { team: "data" },
      },
    ]);
  });

  test("permissions that are granted later are in the key's policy, each principal once", () => {
    const stack = withKey({}, (key, scope) => {
      const analysts = new IamRole(scope, "analysts", { assumeRolePolicy: "{}" });
      key.grantS3Data(analysts, role("b"));
      key.grantS3Data(role("b"), "EMR_EC2_DefaultRole", analysts.arn);
      key.grantLogs(role("logs"));
    });
    expect(accountPrincipals(stack, "key_policy")).toEqual({
      EmrS3Data: [
        "${aws_iam_role.analysts.arn}",
        "${data.aws_iam_role.emr-encryption-role-EMR_EC2_DefaultRole.arn}",
        role("b"),
      ],
      EmrLogs: [role("logs")],
    });
  });

  test("the policy of the write-ahead log's key names the service", () => {
    const stack = withKey({}, (key) => key.grantWal(role("emr")));
    expect(policyStatements(stack, "key_policy")[1]?.Principal).toEqual({
      AWS: [role("emr")],
      Service: ["emrwal.amazonaws.com"],
    });
  });

  test("administrators can change the key, but not use it", () => {
    const stack = withKey({ administrators: [role("admin")], enableIamPolicies: false });
    const [statement, ...others] = policyStatements(stack, "key_policy");
    expect(others).toEqual([]);
    expect(statement).toMatchObject({ Sid: "KeyAdministrators", Principal: { AWS: [role("admin")] } });
    expect(JSON.stringify(statement)).not.toMatch(/kms:(\*|Encrypt|Decrypt|GenerateDataKey|ReEncrypt|CreateGrant)"/);
  });

  test("by grants: one for each role and purpose, and the policy stays as it was", () => {
    const stack = withKey({ useGrants: true }, (key) => {
      key.grantEbs(role("service"));
      key.grantEbs(role("service"), role("other"));
      expect(key.dependables).toHaveLength(3);
    });
    const grants = resources(stack, "aws_kms_grant");
    expect(grants.map(({ grantee_principal }) => grantee_principal).sort()).toEqual([role("other"), role("service")]);
    expect(grants[0]?.operations).toContain("CreateGrant");
    expect(accountPrincipals(stack, "key_policy")).toEqual({});
  });

  test("a replica is in its own Region, with its own policy", () => {
    const stack = withKey({ multiRegion: true }, (primary, scope) => {
      const provider = new AwsProvider(scope, "west", { region: "us-west-2", alias: "west" });
      const replica = new EncryptionKeyReplica(scope, "replica", { primary, provider, alias: "alias/emr-s3" });
      replica.grantS3Data("EMR_EC2_DefaultRole");
    });
    const [replica] = resources(stack, "aws_kms_replica_key");
    expect(replica).toMatchObject({ provider: "aws.west", deletion_window_in_days: 30 });
    expect(replica?.primary_key_arn).toMatch(/^\$\{aws_kms_key\.key_resource_\w+\.arn}$/);
    expect(accountPrincipals(stack, "replica_policy").EmrS3Data).toEqual([
      "${data.aws_iam_role.emr-encryption-role-EMR_EC2_DefaultRole-west.arn}",
    ]);
    expect(validations(stack)).toEqual([]);
  });
});

describe("keys of other stacks and accounts", () => {
  const outside = (make: (scope: Construct) => IEncryptionKey, use: (key: IEncryptionKey) => void = () => {}) => {
    const stack = stackOf((scope) => use(make(scope)));
    return { stack, told: annotations(stack) };
  };

  test("what the policy of an imported key lacks is printed at synth and is an output after apply", () => {
    const { stack, told } = outside(
      (scope) => EncryptionKey.fromArn(scope, "key", keyArn),
      (key) => {
        key.grantS3Data(role("b"), role("a"));
        key.grantS3Data(role("b"));
      },
    );
    expect(told[0]).toBe(
      `key ${keyArn} is not managed in this stack; ask its owner to add to the key policy: [{"Sid":"EmrS3Data","Effect":"Allow","Principal":{"AWS":["${role("b")}","${role("a")}"]},"Action":["kms:Decrypt","kms:DescribeKey","kms:Encrypt","kms:GenerateDataKey*","kms:ReEncrypt*"],"Resource":"*"}]`,
    );
    const [output] = Object.values(synthesized(stack).output ?? {});
    expect(JSON.parse(String(output?.value))).toMatchObject([{ Principal: { AWS: [role("a"), role("b")] } }]);
    expect(synthesized(stack).resource).toEqual({});
  });

  test("with useGrants the permissions are granted in this stack", () => {
    const { stack, told } = outside(
      (scope) => EncryptionKey.fromArn(scope, "key", keyArn, { useGrants: true }),
      (key) => key.grantLocalDisk(role("emr")),
    );
    expect(resources(stack, "aws_kms_grant")).toMatchObject([{ key_id: keyArn, grantee_principal: role("emr") }]);
    expect(told).toEqual([]);
  });

  test("an alias is followed to its key when Terraform plans", () => {
    stackOf((scope) => {
      const { arn } = EncryptionKey.fromAlias(scope, "key", "alias/emr");
      expect(scope.node.tryFindChild("key")?.node.tryFindChild("alias")).toBeDefined();
      expect(arn).toMatch(/TOKEN/);
    });
  });

  test("a key that is looked up must exist", () => {
    const { stack } = outside((scope) =>
      EncryptionKey.fromLookup(scope, "key", "0e6bcf0c-9e0b-4b4c-8a3e-6f2f2f5b7c11"),
    );
    expect(Object.values(synthesized(stack).data.aws_kms_key ?? {})).toEqual([
      { key_id: "0e6bcf0c-9e0b-4b4c-8a3e-6f2f2f5b7c11" },
    ]);
  });

  test("an ARN that is not known yet is accepted", () => {
    stackOf((scope) => {
      const arn = new TerraformVariable(scope, "key-arn", { type: "string" }).stringValue;
      expect(EncryptionKey.fromArn(scope, "key", arn).arn).toBe(arn);
    });
  });

  test.each<[string, (scope: Construct) => unknown, string]>([
    [
      "fromArn is given a bare key id, which says nothing across accounts",
      (scope) => EncryptionKey.fromArn(scope, "key", "0e6bcf0c-9e0b-4b4c-8a3e-6f2f2f5b7c11"),
      "s/key: arn is '0e6bcf0c-9e0b-4b4c-8a3e-6f2f2f5b7c11', a bare key id, which names a key of the caller's own account only; write the key's ARN, arn:aws:kms:us-east-1:111122223333:key/…, or use fromLookup for a key of this account",
    ],
    [
      "fromArn is given the name of an alias",
      (scope) => EncryptionKey.fromArn(scope, "key", "alias/emr"),
      "s/key: arn is 'alias/emr', an alias; use fromAlias, or write the ARN of the key that it points to, arn:aws:kms:us-east-1:111122223333:key/…",
    ],
    [
      "fromArn is given the ARN of an alias",
      (scope) => EncryptionKey.fromArn(scope, "key", "arn:aws:kms:us-east-1:999988887777:alias/emr"),
      "s/key: arn is 'arn:aws:kms:us-east-1:999988887777:alias/emr', the ARN of an alias; EMR requires the ARN of the key that the alias points to, arn:aws:kms:us-east-1:111122223333:key/…",
    ],
    [
      "fromArn is given the ARN of a role",
      (scope) => EncryptionKey.fromArn(scope, "key", role("emr")),
      "s/key: arn is 'arn:aws:iam::111122223333:role/emr', not the ARN of a KMS key; write arn:aws:kms:us-east-1:111122223333:key/…",
    ],
    [
      "fromAlias is given a key that AWS manages",
      (scope) => EncryptionKey.fromAlias(scope, "key", "alias/aws/s3"),
      "s/key: alias is 'alias/aws/s3', the alias of an AWS managed key, whose policy cannot be changed; create an EncryptionKey instead",
    ],
    [
      "fromAlias is given a name without its prefix",
      (scope) => EncryptionKey.fromAlias(scope, "key", "emr"),
      "s/key: alias is 'emr'; write the name of an alias of this account, such as alias/emr-s3, or use fromArn with the key's ARN",
    ],
    [
      "fromLookup is given an alias",
      (scope) => EncryptionKey.fromLookup(scope, "key", "alias/emr"),
      "s/key: keyId is 'alias/emr'; write the id or the ARN of a key, or use fromAlias for an alias",
    ],
    [
      "a replica is made of a key of one Region",
      (scope) =>
        new EncryptionKeyReplica(scope, "replica", {
          primary: new EncryptionKey(scope, "key"),
          provider: new AwsProvider(scope, "west", { region: "us-west-2", alias: "west" }),
        }),
      "s/replica: primary s/key is not a multi-Region key; create it with multiRegion: true, which replaces the key",
    ],
    [
      "a replica is made of a key whose material is imported",
      (scope) =>
        new EncryptionKeyReplica(scope, "replica", {
          primary: new EncryptionKey(scope, "key", { origin: "EXTERNAL", multiRegion: true }),
          provider: new AwsProvider(scope, "west", { region: "us-west-2", alias: "west" }),
        }),
      "s/replica: primary s/key has origin EXTERNAL, and its replica requires the same material; create the replica after the import, and refer to it with EncryptionKey.fromArn",
    ],
    [
      "a replica is made in the primary's Region",
      (scope) =>
        new EncryptionKeyReplica(scope, "replica", {
          primary: new EncryptionKey(scope, "key", { multiRegion: true }),
          provider: new AwsProvider(scope, "again", { region: "us-east-1", alias: "again" }),
        }),
      "s/replica: region is 'us-east-1', which is the primary's; a replica has to be in another Region",
    ],
    [
      "a grant should name a service",
      (scope) => new EncryptionKey(scope, "key", { useGrants: true }).grantWal(role("emr")),
      "s/key: a grant cannot name emrwal.amazonaws.com, which wal requires; leave out useGrants, so that the key policy names it",
    ],
    [
      "a role is given with its path",
      (scope) => new EncryptionKey(scope, "key").grantS3Data("service-role/EMR_DefaultRole"),
      "s/key: a user for s3 is 'service-role/EMR_DefaultRole', which is neither an ARN nor the name of a role; give the ARN, or the name without its path",
    ],
    [
      "a role is given by the name that Terraform will know",
      (scope) => {
        const { name } = new IamRole(scope, "analysts", { assumeRolePolicy: "{}" });
        new EncryptionKey(scope, "key").grantS3Data(name);
      },
      "s/key: a user for s3 is ${aws_iam_role.analysts.name}, the name of a role; give the role itself, or its arn",
    ],
  ])("fails when %s", (_title, make, message) => {
    stackOf((scope) => {
      expect(() => make(scope)).toThrow(new Error(message));
    });
  });
});

describe("validation of EncryptionKey", () => {
  test.each<[string, EncryptionKeyConfig, string]>([
    [
      "rotationPeriodInDays is 30",
      { rotationPeriodInDays: 30 },
      "rotationPeriodInDays is 30, expected a whole number from 90 to 2560",
    ],
    [
      "deletionWindowInDays is 31",
      { deletionWindowInDays: 31 },
      "deletionWindowInDays is 31, expected a whole number from 7 to 30",
    ],
    [
      "a period is given to a key that does not rotate",
      { enableKeyRotation: false, rotationPeriodInDays: 90 },
      "rotationPeriodInDays is 90, but the key does not rotate; leave it out",
    ],
    [
      "the alias has no prefix",
      { alias: "emr-s3" },
      "alias is 'emr-s3'; write alias/ and a name of letters, digits, '/', '_' and '-' that does not begin with aws/",
    ],
    [
      "the alias is one of AWS's own",
      { alias: "alias/aws/emr" },
      "alias is 'alias/aws/emr'; write alias/ and a name of letters, digits, '/', '_' and '-' that does not begin with aws/",
    ],
    [
      "nobody could mend the policy",
      { enableIamPolicies: false },
      "enableIamPolicies is false and there are no administrators; name at least one, or the policy can never be changed again",
    ],
    [
      "an instance profile should administer",
      { administrators: ["arn:aws:iam::111122223333:instance-profile/EMR_EC2_DefaultRole"] },
      "'arn:aws:iam::111122223333:instance-profile/EMR_EC2_DefaultRole' is an instance profile; give the ARN of the role in it",
    ],
    [
      "a principal is of another partition than the provider's Region",
      { administrators: ["arn:aws-cn:iam::111122223333:role/admin"] },
      "'arn:aws-cn:iam::111122223333:role/admin' is in partition aws-cn, the key in aws; principals of another partition do not exist there",
    ],
    [
      "a statement turns principals round",
      {
        statements: [
          { Effect: "Allow", NotPrincipal: { AWS: role("x") }, Action: "kms:*", Resource: "*", Principal: {} } as never,
        ],
      },
      "a statement uses NotPrincipal, which allows every principal that it does not name; use Principal",
    ],
  ])("fails when %s", (_title, config, message) => {
    expect(validations(withKey(config))).toEqual([`[s/key] ${message}`]);
  });

  test("fails when the policy is too long for KMS, with both sizes", () => {
    const stack = withKey({}, (key) => {
      for (let index = 0; index < 700; index++) key.grantS3Data(role(`analysts-of-team-${index}`));
    });
    expect(validations(stack)).toEqual([
      expect.stringMatching(
        /^\[s\/key\] the key policy has \d{5} bytes, but KMS accepts at most 32768; grant to fewer roles, or set useGrants$/,
      ),
    ]);
  });

  test("reports everything that is wrong at once, and nothing about values that are not known yet", () => {
    const stack = stackOf((scope) => {
      const days = new TerraformVariable(scope, "days", { type: "number" });
      const admin = new TerraformVariable(scope, "admin", { type: "string" });
      new EncryptionKey(scope, "unknown", {
        rotationPeriodInDays: days.numberValue,
        administrators: [admin.stringValue],
      });
      new EncryptionKey(scope, "wrong", { rotationPeriodInDays: 1, deletionWindowInDays: 1, alias: "x" });
    });
    expect(validations(stack).map((text) => text.split(" ").slice(0, 2).join(" "))).toEqual([
      "[s/wrong] deletionWindowInDays",
      "[s/wrong] alias",
      "[s/wrong] rotationPeriodInDays",
    ]);
  });

  test("the tree of constructs is searched twice, however many keys there are", () => {
    const stack = stackOf((scope) => {
      for (let index = 0; index < 20; index++) new EncryptionKey(scope, `key-${index}`).grantLogs(role("emr"));
    });
    const search = jest.spyOn(stack, "allProviders");
    expect(validations(stack)).toEqual([]);
    expect(search).toHaveBeenCalledTimes(2);
  });

  test("roles of China and GovCloud are accepted if the key is there", () => {
    const stack = stackOf((scope) => {
      const provider = new AwsProvider(scope, "cn", { region: "cn-north-1", alias: "cn" });
      new EncryptionKey(scope, "key", { provider }).grantS3Data("arn:aws-cn:iam::111122223333:role/emr");
    });
    expect(validations(stack)).toEqual([]);
  });
});
