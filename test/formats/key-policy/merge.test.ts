import { mergeStatements, purposeStatements } from "../../../formats/key-policy";

const role = (name: string) => `arn:aws:iam::111122223333:role/${name}`;
const root = {
  Sid: "Root",
  Effect: "Allow",
  Principal: { AWS: "arn:aws:iam::111122223333:root" },
  Action: "kms:*",
  Resource: "*",
};
const statements = (policy: { readonly [name: string]: unknown }) =>
  policy.Statement as readonly { readonly [name: string]: unknown }[];

describe("mergeStatements", () => {
  test("adds statements after the existing ones, which stay unchanged", () => {
    const merged = mergeStatements(
      { Id: "mine", Version: "2012-10-17", Statement: [root] },
      purposeStatements("ebs", [role("a")]),
    );
    expect(merged.Id).toBe("mine");
    expect(statements(merged).map(({ Sid }) => Sid)).toEqual(["Root", "EmrEbs", "EmrEbsGrants"]);
    expect(statements(merged)[0]).toBe(root);
  });

  test("changes nothing if everything is there", () => {
    const once = mergeStatements({ Statement: root }, purposeStatements("ebs", [role("a")]));
    expect(mergeStatements(once, purposeStatements("ebs", [role("a")]))).toEqual(once);
  });

  test("joins a role to the statement that does the same, however it is written", () => {
    const written = {
      Sid: "Logs",
      Effect: "Allow",
      Principal: { AWS: role("a") },
      Action: ["KMS:GenerateDataKey", "kms:describekey"],
      Resource: ["*"],
    };
    const merged = mergeStatements({ Statement: [written] }, purposeStatements("logs", [role("b"), role("a")]));
    expect(merged.Statement).toEqual([{ ...written, Principal: { AWS: [role("a"), role("b")] } }]);
  });

  test("does not join statements that a condition, a Deny or a NotPrincipal makes different", () => {
    const [bundle] = purposeStatements("bundle", [role("a")]);
    for (const other of [
      { ...bundle, Condition: { Bool: { "aws:SecureTransport": "true" } } },
      { ...bundle, Effect: "Deny" },
      { ...bundle, Principal: "*" },
      { ...bundle, Principal: undefined, NotPrincipal: { AWS: role("b") } },
    ]) {
      expect(
        statements(mergeStatements({ Statement: [other] }, purposeStatements("bundle", [role("a")]))),
      ).toHaveLength(2);
    }
  });

  test("gives a Sid a number where another statement has it", () => {
    const taken = { ...root, Sid: "EmrBundle" };
    const merged = mergeStatements(
      { Statement: [taken, { ...root, Sid: "EmrBundle2" }] },
      purposeStatements("bundle", [role("a")]),
    );
    expect(statements(merged)[2]?.Sid).toBe("EmrBundle3");
  });
});
