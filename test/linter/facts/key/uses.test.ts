import { keyUseFacts } from "../../../../linter/facts/key/uses";
import { configuration } from "../../models";
import { cluster, clusterWith, documentsOf, nodesRoleWith, policy, rootStatement, stack } from "../emr";

type Parts = NonNullable<Parameters<typeof stack>[0]>;
const nodes = { AWS: "${aws_iam_role.nodes.arn}" };
const allowed = { Sid: "Nodes", Principal: nodes, Action: ["kms:Decrypt", "kms:GenerateDataKey*"] };
const otherArn = "arn:aws:kms:us-east-1:999988887777:key/1234abcd-12ab-34cd-56ef-1234567890ab";

function uses(parts: Parts, declared = {}) {
  const model = configuration(stack(parts));
  return keyUseFacts(model, documentsOf(model), declared);
}

/** The use of a key for a purpose, under the statements that its policy consists of. */
function use(purpose: string, statements: readonly object[], resources: Parts["resources"] = {}, parts: Parts = {}) {
  const keys = { s3: {}, disk: {}, [purpose === "s3" ? "s3" : "disk"]: { policy: policy(...statements) } };
  const rows = uses({ ...parts, resources: { ...cluster, aws_kms_key: keys, ...resources } });
  return rows.find((row) => "known" in row.purpose && row.purpose.known === purpose);
}

/** The use of the disk's key by the nodes. */
const disk = (statements: readonly object[], resources?: Parts["resources"]) =>
  use("local-disk", statements, resources);

/** The use of the disk's key by the service role, for EBS. */
const ebs = (...statements: readonly object[]) => use("ebs", statements);

/** A policy of the nodes' role, in each of the three ways to give it rights. */
const rights = {
  inline: (document: string) => ({
    aws_iam_role_policy: { p: { role: "${aws_iam_role.nodes.id}", policy: document } },
  }),
  attached: (document: string) => ({
    aws_iam_policy: { p: { name: "kms", policy: document } },
    ...rights.attachment("${aws_iam_policy.p.arn}"),
  }),
  attachment: (policy_arn: string) => ({
    aws_iam_role_policy_attachment: { a: { role: "${aws_iam_role.nodes.name}", policy_arn } },
  }),
  grant: (...operations: string[]) => ({
    aws_kms_grant: {
      g: { key_id: "${aws_kms_key.disk.key_id}", grantee_principal: "${aws_iam_role.nodes.arn}", operations },
    },
  }),
};

describe("keyUseFacts", () => {
  test("requires the nodes' role for S3 and local disks, and the service role for EBS", () => {
    expect(uses({ resources: cluster }).map(({ as, purpose, user }) => [as, purpose, user])).toEqual([
      [{ known: "instance role" }, { known: "s3" }, { reference: { address: "aws_iam_role.nodes", attribute: "arn" } }],
      [
        { known: "instance role" },
        { known: "local-disk" },
        { reference: { address: "aws_iam_role.nodes", attribute: "arn" } },
      ],
      [
        { known: "service role" },
        { known: "ebs" },
        { reference: { address: "aws_iam_role.service", attribute: "arn" } },
      ],
    ]);
  });

  test("allows by a statement that names the role by reference", () => {
    expect(disk([rootStatement, allowed])).toMatchObject({ decision: { known: "allow" }, lacking: { known: null } });
  });

  test("allows by a statement that spells the role's ARN out, the account by reference", () => {
    const AWS = "arn:aws:iam::${data.aws_caller_identity.current.account_id}:role/emr/emr-nodes";
    expect(disk([{ ...allowed, Principal: { AWS } }])?.decision).toEqual({ known: "allow" });
  });

  test("does not mistake the instance profile's name for the role's", () => {
    const AWS = "arn:aws:iam::${data.aws_caller_identity.current.account_id}:role/emr/emr-profile";
    expect(disk([rootStatement, { ...allowed, Principal: { AWS } }])).toMatchObject({
      decision: { known: "deny" },
      lacking: { known: "kms:Decrypt, kms:GenerateDataKey" },
    });
  });

  test("counts an inline policy, an attached one and a grant", () => {
    const document = policy({ Action: ["kms:Decrypt", "kms:GenerateDataKey"], Resource: "${aws_kms_key.disk.arn}" });
    const inline = rights.inline(document);
    for (const more of [inline, rights.attached(document), rights.grant("Decrypt", "GenerateDataKey")])
      expect(disk([rootStatement], more)?.decision).toEqual({ known: "allow" });
    expect(disk([], inline)?.decision).toEqual({ known: "deny" });
  });

  test("leaves open what an unknown AWS-managed policy allows", () => {
    const attached = rights.attachment("arn:aws:iam::aws:policy/SomethingOfNextYear");
    expect(disk([rootStatement], attached)?.decision).toMatchObject({
      unknown: "the document of SomethingOfNextYear is not in the input",
    });
  });

  test("leaves open what IAM allows an external role, and denies without the root statement", () => {
    const withProfile = (instance_profile: string) => clusterWith({ ec2_attributes: { instance_profile } });
    const elsewhere = withProfile("EMR_EC2_DefaultRole");
    expect(disk([rootStatement], elsewhere)?.decision).toMatchObject({ unknown: expect.stringContaining("IAM") });
    const admin = { Principal: { AWS: "arn:aws:iam::111122223333:role/admin" }, Action: "kms:*" };
    expect(disk([admin], elsewhere)?.decision).toEqual({ known: "deny" });
    expect(disk([rootStatement, allowed], withProfile("x"))?.decision).toMatchObject({
      unknown: "the role in the instance profile x is not in the input",
    });
  });

  test("finds that access through S3 only keeps nodes from their disks, but not from objects", () => {
    const Condition = { StringEquals: { "kms:ViaService": "s3.us-east-1.amazonaws.com" } };
    const statements = [rootStatement, { ...allowed, Condition }];
    expect(disk(statements)).toMatchObject({
      decision: { known: "deny" },
      blocker: { known: "kms:ViaService" },
      blockedBy: { known: "aws_kms_key.disk.policy, statement 'Nodes'" },
    });
    const s3 = (mode: string) => use("s3", statements, {}, { mode });
    expect(s3("SSE-KMS")?.decision).toEqual({ known: "allow" });
    expect(s3("CSE-KMS")).toMatchObject({ decision: { known: "deny" }, blocker: { known: "kms:ViaService" } });
  });

  test("finds that an encryption context keeps nodes from their disks, for which they send none", () => {
    const Condition = { StringLike: { "kms:EncryptionContext:aws:s3:arn": "arn:aws:s3:::*" } };
    expect(disk([rootStatement, { ...allowed, Condition }])).toMatchObject({
      blocker: { known: "kms:EncryptionContext" },
    });
  });

  test("names the statement that denies", () => {
    const deny = { Sid: "Stop", Effect: "Deny", Principal: nodes, Action: "kms:Decrypt" };
    expect(disk([allowed, deny])).toMatchObject({
      decision: { known: "deny" },
      lacking: { known: "kms:Decrypt" },
      blocker: { known: "deny" },
      blockedBy: { known: "aws_kms_key.disk.policy, statement 'Stop'" },
    });
  });

  test("does not report an endpoint that is not in the input", () => {
    const Condition = { StringNotEquals: { "aws:SourceVpce": "vpce-1" } };
    const deny = { Effect: "Deny", Principal: "*", Action: "kms:Decrypt", Condition };
    expect(disk([allowed, deny])?.decision).toMatchObject({ unknown: expect.stringContaining("aws:sourcevpce") });
  });

  test("decides by the role's tags if the input creates the role", () => {
    const Condition = { StringEquals: { "aws:PrincipalTag/team": "data" } };
    const statements = [{ ...allowed, Principal: "*", Condition }];
    const tagged = (team: string) => nodesRoleWith({ tags: { team } });
    expect(disk(statements, tagged("data"))?.decision).toEqual({ known: "allow" });
    expect(disk(statements, tagged("web"))?.decision).toEqual({ known: "deny" });
  });

  test("finds a data role that may change the policy, and a service role that may grant to anyone", () => {
    expect(disk([{ ...allowed, Action: "kms:*" }])?.administers).toEqual({ known: true });
    expect(disk([allowed])?.administers).toEqual({ known: false });
    const service = { Principal: { AWS: "${aws_iam_role.service.arn}" } };
    const crypto = ["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKeyWithoutPlaintext"];
    expect(ebs({ ...service, Action: [...crypto, "kms:CreateGrant"] })).toMatchObject({
      decision: { known: "allow" },
      grantsFreely: { known: true },
    });
    const Condition = { Bool: { "kms:GrantIsForAWSResource": "true" } };
    expect(ebs({ ...service, Action: crypto }, { ...service, Action: "kms:CreateGrant", Condition })).toMatchObject({
      decision: { known: "allow" },
      grantsFreely: { known: false },
    });
    expect(ebs({ ...service, Action: [...crypto, "kms:CreateGrant"], Condition })?.lacking).toEqual({
      known: "kms:Decrypt, kms:DescribeKey, kms:GenerateDataKeyWithoutPlaintext",
    });
  });

  test("requires mapped roles for the buckets of their data", () => {
    const Role = "arn:aws:iam::111122223333:role/analysts";
    const mapping = (IdentifierType: string, ...Identifiers: string[]) => ({
      EmrFsConfiguration: { RoleMappings: [{ Role, IdentifierType, Identifiers }] },
    });
    const more = {
      Overrides: [{ BucketName: "lake", EncryptionMode: "SSE-KMS", AwsKmsKey: "${aws_kms_key.disk.arn}" }],
    };
    const mapped = (authorization: object) =>
      uses({ authorization, more })
        .filter(({ as }) => "known" in as && as.known === "mapped role")
        .map(({ place }) => place);
    expect(mapped(mapping("Group", "analysts"))).toEqual([{ known: "S3" }]);
    expect(mapped(mapping("Prefix", "s3://lake/reports"))).toEqual([{ known: "the bucket lake" }]);
    expect(mapped(mapping("Prefix", "s3://other/"))).toEqual([{ known: "S3" }]);
  });

  test("leaves one unknown for a key that is not in the input", () => {
    const rows = uses({ s3: otherArn, disk: otherArn, resources: cluster });
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({
      id: expect.stringMatching(/^aws_emr_security_configuration\.this#/),
      decision: { unknown: expect.stringContaining("the key's policy is not in the input") },
      administers: { known: false },
      blocker: { known: null },
    });
  });

  test("requires both policies if key and role belong to different accounts", () => {
    const AWS = "arn:aws:iam::111122223333:role/emr/emr-nodes";
    const declared = {
      roles: { instance: AWS, service: AWS },
      keys: { [otherArn]: { policy: policy({ ...allowed, Principal: { AWS } }) } },
    };
    const [first] = uses({ s3: otherArn }, declared);
    expect(first?.decision).toMatchObject({ unknown: expect.stringContaining("IAM") });
  });

  test("checks log files by the cluster's own key and release", () => {
    const old = { release_label: "emr-5.29.0", log_encryption_kms_key_id: "${aws_kms_key.s3.arn}" };
    const rows = uses({ resources: clusterWith(old) });
    const logs = rows.filter(({ purpose }) => "known" in purpose && purpose.known === "logs");
    expect(logs.map(({ as }) => as)).toEqual([{ known: "instance role" }, { known: "service role" }]);
    expect(logs[0]).toMatchObject({
      releaseTooOld: { known: "emr-5.29.0" },
      lacking: { known: "kms:GenerateDataKey" },
    });
  });

  test("reports nothing without a cluster and without declared roles", () => {
    expect(uses({})).toEqual([]);
  });
});
