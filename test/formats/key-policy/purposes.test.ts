import { type KeyPurpose, keyPolicy, keyPurposes, purposeStatements } from "../../../formats/key-policy";

const role = (name: string) => `arn:aws:iam::111122223333:role/${name}`;

describe("purposeStatements", () => {
  test("a reader of objects in S3 is a key user, as EMR's guide requires", () => {
    expect(purposeStatements("s3", [role("EMR_EC2_DefaultRole")])).toEqual([
      {
        Sid: "EmrS3Data",
        Effect: "Allow",
        Principal: { AWS: [role("EMR_EC2_DefaultRole")] },
        Action: ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"],
        Resource: "*",
      },
    ]);
  });

  test("the service role creates grants for AWS resources only, and the condition is on no cryptographic action", () => {
    const [use, grants] = purposeStatements("ebs", [role("EMR_DefaultRole")]);
    expect(use).not.toHaveProperty("Condition");
    expect(use?.Action).not.toContain("kms:CreateGrant");
    expect(grants).toMatchObject({
      Action: ["kms:CreateGrant", "kms:ListGrants", "kms:RevokeGrant"],
      Condition: { Bool: { "kms:GrantIsForAWSResource": "true" } },
    });
  });

  test("the write-ahead log is also read by EMR's own service", () => {
    expect(purposeStatements("wal", [])).toMatchObject([{ Principal: { Service: ["emrwal.amazonaws.com"] } }]);
  });

  test.each(Object.keys(keyPurposes) as KeyPurpose[])("%s never gives the right to change the key", (purpose) => {
    const actions = purposeStatements(purpose, [role("r")]).flatMap(({ Action }) => Action);
    expect(actions.length).toBeGreaterThan(0);
    expect(
      actions.filter((action) => /^kms:(\*|Put|Schedule|Disable|Delete|Update|Create(?!Grant$))/.test(action)),
    ).toEqual([]);
  });

  test("no two statements of a policy share their Sid, and a principal given twice is named once", () => {
    const everyone = [role("b"), role("a"), role("b")];
    const { Statement } = keyPolicy({
      root: "arn:aws:iam::111122223333:root",
      administrators: everyone,
      users: { s3: everyone, "local-disk": everyone, ebs: everyone, logs: everyone, wal: everyone, bundle: everyone },
    });
    const ids = Statement.map(({ Sid }) => Sid);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toHaveLength(9);
    for (const { Principal } of Statement.slice(1)) expect(Principal.AWS).toEqual([role("a"), role("b")]);
  });
});
