import { keyUseFacts } from "../../../../linter/facts/key/uses";
import type { KeyUseFact } from "../../../../linter/rows/key-uses";
import { configuration } from "../../models";
import { cluster, documentsOf, policy, rootStatement, stack } from "../emr";

const nodes = { AWS: "${aws_iam_role.nodes.arn}" };
const service = { AWS: "${aws_iam_role.service.arn}" };
const keyUser = [
  "kms:Decrypt",
  "kms:DescribeKey",
  "kms:Encrypt",
  "kms:GenerateDataKey",
  "kms:GenerateDataKeyWithoutPlaintext",
  "kms:ReEncryptFrom",
  "kms:ReEncryptTo",
];

type Parts = NonNullable<Parameters<typeof stack>[0]>;

/** The uses of the stack's keys where one statement gives these actions on both keys. */
function uses(Principal: object, Action: readonly string[], parts: Parts = {}): readonly KeyUseFact[] {
  const rights = policy(rootStatement, { Principal, Action });
  const keys = { s3: { policy: rights }, disk: { policy: rights } };
  const model = configuration(stack({ ...parts, resources: { ...cluster, aws_kms_key: keys, ...parts.resources } }));
  return keyUseFacts(model, documentsOf(model));
}

function use(rows: readonly KeyUseFact[], as: string, purpose: string): KeyUseFact | undefined {
  return rows.find(
    (row) => JSON.stringify([row.as, row.purpose]) === JSON.stringify([{ known: as }, { known: purpose }]),
  );
}

const without = (action: string, all: readonly string[]) => all.filter((one) => one !== action);

describe("a missing action that a purpose requires is named", () => {
  const rights = [...keyUser, "kms:CreateGrant"];
  test.each([
    ["instance role", "s3", nodes, "kms:Decrypt"],
    ["instance role", "s3", nodes, "kms:GenerateDataKey"],
    ["instance role", "local-disk", nodes, "kms:Decrypt"],
    ["instance role", "local-disk", nodes, "kms:GenerateDataKey"],
    ["service role", "ebs", service, "kms:CreateGrant"],
    ["service role", "ebs", service, "kms:Decrypt"],
    ["service role", "ebs", service, "kms:DescribeKey"],
    ["service role", "ebs", service, "kms:GenerateDataKeyWithoutPlaintext"],
  ])("%s, %s: %#", (as, purpose, principal, action) => {
    expect(use(uses(principal, without(action, rights)), as, purpose)).toMatchObject({
      decision: { known: "deny" },
      lacking: { known: action },
    });
    expect(use(uses(principal, rights), as, purpose)).toMatchObject({
      decision: { known: "allow" },
      lacking: { known: null },
      lackingOfGuide: { known: null },
    });
  });
});

describe("further actions that the guide grants", () => {
  test.each([
    ["instance role", "s3", nodes, ["kms:Decrypt", "kms:GenerateDataKey"]],
    ["instance role", "local-disk", nodes, ["kms:Decrypt", "kms:GenerateDataKey"]],
    [
      "service role",
      "ebs",
      service,
      ["kms:CreateGrant", "kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKeyWithoutPlaintext"],
    ],
  ])("%s, %s: is named, but not as a fault of the role", (as, purpose, principal, needed) => {
    expect(use(uses(principal, needed), as, purpose)).toMatchObject({
      decision: { known: "allow" },
      lacking: { known: null },
      lackingOfGuide: { known: keyUser.filter((action) => !needed.includes(action)).join(", ") },
    });
  });

  test("is not reported for a role whose IAM policies are not visible", () => {
    const Role = "arn:aws:iam::${data.aws_caller_identity.current.account_id}:role/analysts";
    const authorization = {
      EmrFsConfiguration: { RoleMappings: [{ Role, IdentifierType: "Group", Identifiers: ["analysts"] }] },
    };
    const rows = uses({ AWS: Role }, ["kms:Decrypt", "kms:GenerateDataKey"], { authorization });
    expect(use(rows, "mapped role", "s3")).toMatchObject({
      decision: { known: "allow" },
      lackingOfGuide: { known: null },
    });
  });
});

describe("a read-only role", () => {
  const Role = "${aws_iam_role.analysts.arn}";
  const authorization = {
    EmrFsConfiguration: { RoleMappings: [{ Role, IdentifierType: "Group", Identifiers: ["analysts"] }] },
  };
  const bucket = { BucketName: "partner", EncryptionMode: "SSE-KMS", AwsKmsKey: "${aws_kms_key.disk.arn}" };

  /** A mapped role that may decrypt, and whose own policy gives these actions on S3. */
  function reader(actions: readonly string[], Resource = "arn:aws:s3:::lake/*") {
    const roles = { ...cluster.aws_iam_role, analysts: { name: "analysts", assume_role_policy: "{}" } };
    const resources = {
      aws_iam_role: roles,
      aws_iam_role_policy: { s3: { role: "analysts", policy: policy({ Action: actions, Resource }) } },
    };
    return use(
      uses({ AWS: Role }, ["kms:Decrypt", "kms:DescribeKey"], { authorization, resources }),
      "mapped role",
      "s3",
    );
  }

  test("requests no new data keys, and the permissions of the guide that it lacks are reported", () => {
    expect(reader(["s3:GetObject", "s3:ListBucket"])).toMatchObject({
      decision: { known: "allow" },
      lacking: { known: null },
      lackingOfGuide: { known: expect.stringContaining("kms:GenerateDataKey") },
    });
  });

  test.each([[["s3:PutObject"]], [["s3:*"]], [["*"]], [["s3:ListBucket"]]])("is not read-only with %j", (actions) => {
    expect(reader(actions)).toMatchObject({ decision: { known: "deny" }, lacking: { known: "kms:GenerateDataKey" } });
  });

  test("is treated as one that writes if its policies are not in the input", () => {
    const mapped = {
      EmrFsConfiguration: {
        RoleMappings: [
          {
            Role: "arn:aws:iam::${data.aws_caller_identity.current.account_id}:role/analysts",
            IdentifierType: "Group",
            Identifiers: ["a"],
          },
        ],
      },
    };
    const elsewhere = "arn:aws:iam::${data.aws_caller_identity.current.account_id}:role/analysts";
    const denyOthers = {
      Effect: "Deny",
      Principal: "*",
      NotAction: ["kms:Decrypt"],
      Condition: { ArnLike: { "aws:PrincipalArn": elsewhere } },
    };
    const keys = {
      s3: { policy: policy(rootStatement, { Principal: { AWS: elsewhere }, Action: "kms:*" }, denyOthers) },
      disk: {},
    };
    const model = configuration(stack({ authorization: mapped, resources: { ...cluster, aws_kms_key: keys } }));
    expect(use(keyUseFacts(model, documentsOf(model)), "mapped role", "s3")).toMatchObject({
      decision: { unknown: expect.stringContaining("IAM policies are not in the input") },
      lacking: { known: null },
    });
  });

  test.each([
    ["reads the partner's bucket, and writes elsewhere", "arn:aws:s3:::lake/*", "allow"],
    ["writes to a prefix of the partner's bucket", "arn:aws:s3:::partner/in/*", "deny"],
    ["writes to every bucket", "*", "deny"],
  ])("nodes: a role that %s", (_, Resource, decision) => {
    const statements = [
      { Action: "s3:GetObject", Resource: "*" },
      { Action: "s3:PutObject", Resource },
    ];
    const rows = uses(nodes, ["kms:Decrypt"], {
      more: { Overrides: [bucket] },
      resources: { aws_iam_role_policy: { s3: { role: "emr-nodes", policy: policy(...statements) } } },
    });
    const partner = rows.find(({ place }) => JSON.stringify(place) === '{"known":"the bucket partner"}');
    expect(partner?.decision).toEqual({ known: decision });
  });
});

describe("the bundle of certificates", () => {
  const uri = "s3://artifacts/certs.zip";
  const object = { bucket: "artifacts", key: "certs.zip", source: "certs.zip", kms_key_id: "${aws_kms_key.s3.arn}" };
  const readers = (Principal: object) => {
    const content = stack({
      resources: { ...cluster, aws_kms_key: { s3: { policy: policy({ Principal, Action: "kms:Decrypt" }) } } },
    }) as {
      resource: { aws_emr_security_configuration: { this: { configuration: string } }; aws_s3_object?: object };
    };
    content.resource.aws_s3_object = { certs: object };
    content.resource.aws_emr_security_configuration.this.configuration = JSON.stringify({
      EncryptionConfiguration: {
        EnableInTransitEncryption: true,
        EnableAtRestEncryption: false,
        InTransitEncryptionConfiguration: {
          TLSCertificateConfiguration: { CertificateProviderType: "PEM", S3Object: uri },
        },
      },
    });
    const model = configuration(content);
    return keyUseFacts(model, documentsOf(model)).map(({ as, decision, blocker }) => [as, decision, blocker]);
  };

  test("is read by the nodes, and by one page of AWS by the service role", () => {
    const none = { known: null };
    expect(readers(nodes)).toEqual([
      [{ known: "instance role" }, { known: "allow" }, none],
      [{ known: "service role" }, { known: "deny" }, none],
    ]);
  });
});
