import { keyFacts } from "../../../../linter/facts/key/rows";
import { configuration, folderOf, modelOf } from "../../models";
import { documentsOf, policy, rootStatement, stack } from "../emr";

const otherArn = "arn:aws:kms:us-west-2:999988887777:key/1234abcd-12ab-34cd-56ef-1234567890ab";

function facts(parts: Parameters<typeof stack>[0], declared = {}) {
  const model = configuration(stack(parts));
  return keyFacts(model, documentsOf(model), declared);
}

function keyNamed(subject: string, ...given: Parameters<typeof facts>) {
  const fact = facts(...given).find((row) => row.id.startsWith(subject));
  if (!fact) throw new Error(`no key ${subject}`);
  return fact;
}

/** Who uses the key that a plan destroys: a user that stays, and one that goes. */
function losses(users: readonly object[]) {
  const arn = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
  const gone = (type: string, before: object) => ({
    address: `${type}.k`,
    mode: "managed",
    type,
    name: "k",
    provider_name: "registry.terraform.io/hashicorp/aws",
    change: { actions: ["delete"], before, after: null, after_unknown: {} },
  });
  const plan = {
    format_version: "1.2",
    resource_changes: [
      gone("aws_kms_key", { arn, key_id: arn.slice(-36) }),
      gone("aws_kms_alias", { name: "alias/lake", target_key_arn: arn, target_key_id: arn.slice(-36) }),
      ...users,
    ],
  };
  const model = modelOf("plan.json", folderOf({ "plan.json": JSON.stringify(plan) }));
  return keyFacts(model, new Map()).map(({ stillUsedBy, formerlyUsedBy }) => [stillUsedBy, formerlyUsedBy]);
}

function unchanged(type: string, values: object) {
  const change = { actions: ["no-op"], before: values, after: values, after_unknown: {} };
  return { address: `${type}.u`, mode: "managed", type, name: "u", provider_name: "aws", change };
}

describe("a key that the plan destroys", () => {
  const document = (AwsKmsKey: string) =>
    JSON.stringify({
      EncryptionConfiguration: {
        EnableAtRestEncryption: true,
        AtRestEncryptionConfiguration: { S3EncryptionConfiguration: { EncryptionMode: "SSE-KMS", AwsKmsKey } },
      },
    });
  const alias = "arn:aws:kms:us-east-1:111122223333:alias/lake";

  test("is lost to a configuration that names its alias", () => {
    const users = [unchanged("aws_emr_security_configuration", { name: "lake", configuration: document(alias) })];
    expect(losses(users)).toEqual([[{ known: "aws_emr_security_configuration.u" }, { known: null }]]);
  });

  test("is lost to the log files of a cluster", () => {
    const users = [unchanged("aws_emr_cluster", { name: "lake", log_encryption_kms_key_id: alias })];
    expect(losses(users)).toEqual([[{ known: "aws_emr_cluster.u" }, { known: null }]]);
  });

  test("is no matter where nothing of EMR named it", () => {
    const users = [unchanged("aws_emr_cluster", { name: "lake" })];
    expect(losses(users)).toEqual([]);
  });
});

describe("keyFacts", () => {
  test("gives one row for each key, with AWS's defaults", () => {
    expect(facts({}).map(({ id }) => id)).toEqual(["aws_kms_key.s3", "aws_kms_key.disk"]);
    expect(keyNamed("aws_kms_key.s3", {})).toMatchObject({
      key: { reference: { address: "aws_kms_key.s3", attribute: "arn" } },
      seen: { known: true },
      region: { known: "us-east-1" },
      origin: { known: "AWS_KMS" },
      spec: { known: "SYMMETRIC_DEFAULT" },
      enabled: { known: true },
      rotation: { known: false },
      deletionWindowDays: { known: 30 },
      policy: { written: { known: false }, administered: { known: true } },
      statements: [],
      places: [{ place: { known: "S3" }, region: { known: "us-east-1" }, together: { known: true } }],
    });
  });

  test("resolves ids, aliases and their names to one key", () => {
    const resources = {
      aws_kms_key: { s3: {} },
      aws_kms_alias: { a: { name: "alias/emr", target_key_id: "${aws_kms_key.s3.key_id}" } },
    };
    for (const disk of ["${aws_kms_key.s3.key_id}", "${aws_kms_alias.a.target_key_arn}", "alias/emr"]) {
      const [only, ...others] = facts({ disk, resources });
      expect(others).toEqual([]);
      expect(only?.places).toHaveLength(2);
    }
  });

  test("leaves out keys that EMR does not use, unless they are requested", () => {
    const resources = { aws_kms_key: { s3: {}, disk: {}, other: {} } };
    expect(facts({ resources })).toHaveLength(2);
    expect(facts({ resources }, { allKeys: true })).toHaveLength(3);
  });

  test("knows only what the ARN of an imported key shows", () => {
    expect(keyNamed("aws_emr_security_configuration.this#", { disk: otherArn })).toMatchObject({
      id: `aws_emr_security_configuration.this#${otherArn}`,
      key: { known: otherArn },
      seen: { known: false },
      region: { known: "us-west-2" },
      account: { known: "999988887777" },
      origin: { known: null },
      rotation: { known: null },
      policy: { written: { known: null } },
    });
  });

  test("takes rotation and policy of an external key from the settings", () => {
    const declared = { keys: { [otherArn]: { rotation: false, policy: policy({ Principal: "*", Action: "kms:*" }) } } };
    expect(keyNamed("aws_emr_security_configuration.this#", { disk: otherArn }, declared)).toMatchObject({
      seen: { known: true },
      rotation: { known: false },
      statements: [{ public: { known: true } }],
    });
  });

  test("requires the key of an override to be in the Region of its bucket, if that is known", () => {
    const override = (BucketName: string) => ({
      more: { Overrides: [{ BucketName, EncryptionMode: "SSE-KMS", AwsKmsKey: otherArn }] },
    });
    const region = (name: string, declared = {}) =>
      keyNamed("aws_emr_security_configuration.this#", override(name), declared).places[0]?.region;
    expect(region("logs")).toMatchObject({ unknown: "the Region of the bucket logs is not in the input" });
    expect(region("logs", { buckets: { logs: { region: "us-west-2" } } })).toEqual({ known: "us-west-2" });
  });

  test("reads the policy of aws_kms_key_policy, and sees two writers", () => {
    const resources = {
      aws_kms_key: { s3: { policy: policy(rootStatement) }, disk: {} },
      aws_kms_key_policy: {
        s3: { key_id: "${aws_kms_key.s3.id}", policy: policy(rootStatement) },
        disk: { key_id: "${aws_kms_key.disk.key_id}", policy: policy(rootStatement) },
      },
    };
    expect(keyNamed("aws_kms_key.disk", { resources }).policy).toMatchObject({
      where: { known: "aws_kms_key_policy.disk.policy" },
      conflict: { known: null },
    });
    expect(keyNamed("aws_kms_key.s3", { resources }).policy.conflict).toEqual({
      known: "aws_kms_key.s3.policy and aws_kms_key_policy.s3.policy",
    });
  });

  const statement = (given: object) =>
    keyNamed("aws_kms_key.s3", {
      resources: { aws_kms_key: { s3: { policy: policy(given) }, disk: {} } },
    }).statements[0];

  test.each([
    ["Principal *", { Principal: "*" }, true],
    ["Principal AWS *", { Principal: { AWS: ["*"] } }, true],
    [
      "a condition on how, not on who",
      { Principal: "*", Condition: { Bool: { "aws:SecureTransport": "true" } } },
      true,
    ],
    [
      "a condition that any account meets",
      { Principal: "*", Condition: { StringLike: { "aws:PrincipalArn": "*" } } },
      true,
    ],
    ["the organization", { Principal: "*", Condition: { StringEquals: { "aws:PrincipalOrgID": "o-1" } } }, false],
    ["the caller's account", { Principal: "*", Condition: { StringEquals: { "kms:CallerAccount": "1" } } }, false],
    ["who is not excluded", { Principal: "*", Condition: { StringNotEquals: { "aws:PrincipalOrgID": "o-1" } } }, true],
    ["a role", { Principal: { AWS: "arn:aws:iam::111122223333:role/x" } }, false],
    ["everybody denied", { Principal: "*", Effect: "Deny" }, false],
  ])("decides whether a statement for %s is public", (_, given, expected) => {
    expect(statement({ Action: "kms:*", ...given })?.public).toEqual({ known: expected });
  });

  test("finds what a statement lacks", () => {
    expect(statement({ Principal: "*" })?.lacks).toEqual({ known: "Action" });
    expect(statement({ Principal: "*", Action: "kms:*", Resource: undefined })?.lacks).toEqual({ known: "Resource" });
    expect(statement({ Principal: "*", NotAction: "kms:Decrypt" })?.lacks).toEqual({ known: null });
  });

  test("finds principals that KMS refuses, whether the account is known or not", () => {
    const AWS = "arn:aws:iam::${data.aws_caller_identity.current.account_id}:instance-profile/emr";
    expect(statement({ Principal: { AWS }, Action: "kms:*" })).toMatchObject({
      invalidPrincipal: { known: AWS },
      invalidBecause: { known: expect.stringContaining("is an instance profile; give the ARN of the role in it") },
    });
    expect(statement({ Principal: { AWS: "arn:aws:iam::111122223333:role/x" }, Action: "kms:*" })).toMatchObject({
      invalidPrincipal: { known: null },
    });
  });

  test("finds actions that the condition for grants never allows", () => {
    const Condition = { Bool: { "kms:GrantIsForAWSResource": "true" } };
    const given = { Principal: "*", Action: ["kms:CreateGrant", "kms:Decrypt", "kms:*"], Condition };
    expect(statement(given)?.neverAllows).toEqual({ known: "kms:Decrypt" });
  });

  test("counts bytes and finds what is not Latin-1", () => {
    const key = (document: string) =>
      keyNamed("aws_kms_key.s3", { resources: { aws_kms_key: { s3: { policy: document }, disk: {} } } }).policy;
    const document = policy({ Sid: "für", Principal: "*", Action: "kms:*" });
    expect(key(document)).toMatchObject({
      bytes: { known: Buffer.byteLength(document) },
      foreignCharacter: { known: null },
    });
    expect(key(policy({ Sid: "→" })).foreignCharacter).toEqual({ known: "→ (U+2192)" });
  });

  test("reports a policy that allows use alone, which no one can change", () => {
    const use = policy({ Principal: { AWS: "arn:aws:iam::111122223333:role/x" }, Action: "kms:Decrypt" });
    const admin = policy({ Principal: { AWS: "arn:aws:iam::444455556666:role/x" }, Action: "kms:Put*" });
    const administered = (document: string) =>
      keyNamed("aws_kms_key.s3", { resources: { aws_kms_key: { s3: { policy: document }, disk: {} } } }).policy
        .administered;
    expect(administered(use)).toEqual({ known: false });
    expect(administered(admin)).toEqual({ known: true });
  });

  test("reads a plan that Terraform made: Region by provider, policy by data source", () => {
    const model = modelOf("json-syntax/plan.json");
    const rows = keyFacts(model, documentsOf(model));
    expect(rows.map(({ id }) => id)).toEqual([
      'aws_kms_key.k["s3"]',
      'aws_kms_key.k["disk"]',
      'module.lake["a"].aws_kms_key.own',
      'module.lake["b"].aws_kms_key.own',
    ]);
    expect(rows[0]).toMatchObject({
      rotation: { known: true },
      policy: { where: { known: "aws_kms_key_policy.s3.policy" } },
    });
    const west = rows[1]?.places.map(({ region }) => region);
    expect(west).toContainEqual({ known: "us-west-2" });
  });

  test("checks the keys that a document of a plan from HCL refers to", () => {
    const model = modelOf("hcl/plan.json");
    const rows = keyFacts(model, documentsOf(model));
    expect(rows.map(({ id }) => id)).toContain("aws_kms_key.disk");
  });
});
