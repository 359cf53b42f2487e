import { type ContextValue, contextOf, unseenKey } from "../../../linter/access/context";
import { type Decision, decide, type Policies } from "../../../linter/access/decide";
import { principalOf } from "../../../linter/access/principal";
import type { SymbolicString } from "../../../linter/access/symbolic-string";
import { Reference, type Symbolic, Template, Unknown } from "../../../linter/model/values/symbolic";

const account = "111122223333";
const roleArn = `arn:aws:iam::${account}:role/EMR_EC2_DefaultRole`;
const keyArn = `arn:aws:kms:us-east-1:${account}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
const use = { Effect: "Allow", Action: "kms:*", Resource: "*" };
const root = { ...use, Principal: { AWS: `arn:aws:iam::${account}:root` } };

interface Asked {
  readonly statements?: readonly Symbolic[];
  readonly role?: SymbolicString;
  readonly context?: { readonly [key: string]: ContextValue };
  readonly identity?: readonly Symbolic[];
  readonly policies?: Partial<Policies>;
  readonly action?: string;
  readonly version?: string;
}

function asked({
  statements = [],
  role = [roleArn],
  context = {},
  identity,
  policies,
  action,
  version,
}: Asked): Decision {
  return decide(
    {
      principal: principalOf(role),
      action: action ?? "kms:Decrypt",
      key: { arn: [keyArn], account: [account] },
      context: contextOf(context, unseenKey),
    },
    {
      keyPolicy: {
        where: "aws_kms_key.k.policy",
        document: { Version: version ?? "2012-10-17", Statement: statements },
      },
      grants: [],
      identity: identity
        ? [{ where: "aws_iam_role_policy.p.policy", document: { Version: "2012-10-17", Statement: identity } }]
        : [],
      ...policies,
    },
  );
}

describe("decide", () => {
  test("names the statement that allows, by its place and Sid", () => {
    const decision = asked({ statements: [root, { ...use, Sid: "Users", Principal: { AWS: [roleArn] } }] });
    expect(decision.decision).toBe("allow");
    expect(decision.by).toContainEqual({ role: "key policy", where: "aws_kms_key.k.policy", index: 1, sid: "Users" });
  });

  test("denies if the key policy delegates to IAM, and all IAM policies are known and allow nothing", () => {
    expect(asked({ statements: [root], identity: [] }).decision).toBe("deny");
  });

  test("is undecided if the key policy delegates to IAM, and some IAM policies are not known", () => {
    const identityUnseen = { unknown: "the role is made elsewhere", resolveWith: "lint the state of the role" };
    const decision = asked({ statements: [root], policies: { identityUnseen } });
    expect(decision).toMatchObject({ decision: "unknown", gaps: [identityUnseen] });
    expect(decision.unseen).toContain("identity policies that are not in the input");
  });

  test("ignores IAM policies if the key policy does not delegate", () => {
    const other = { ...use, Principal: { AWS: `arn:aws:iam::${account}:role/admin` } };
    expect(asked({ statements: [other], identity: [{ ...use }] }).decision).toBe("deny");
  });

  test("requires both policies for a role of another account", () => {
    const role: SymbolicString = ["arn:aws:iam::444455556666:role/emr"];
    const statements = [{ ...use, Principal: { AWS: "444455556666" } }];
    expect(asked({ statements, role, identity: [] }).decision).toBe("deny");
    expect(
      asked({ statements, role, identity: [{ Effect: "Allow", Action: "kms:Decrypt", Resource: keyArn }] }).decision,
    ).toBe("allow");
    expect(asked({ statements: [root], role, identity: [use] }).decision).toBe("deny");
  });

  test("gives an explicit deny precedence, and names it", () => {
    const statements = [
      { ...use, Principal: "*" },
      { ...use, Effect: "Deny", Principal: { AWS: roleArn }, Sid: "No" },
    ];
    expect(asked({ statements })).toMatchObject({ decision: "deny", by: [{ role: "deny", index: 1, sid: "No" }] });
  });

  test("is undecided for a deny whose condition is not known", () => {
    const unless = { StringNotEquals: { "aws:SourceVpce": "vpce-1" } };
    const statements = [
      { ...use, Principal: "*" },
      { ...use, Effect: "Deny", Principal: "*", Condition: unless },
    ];
    expect(asked({ statements }).decision).toBe("unknown");
    expect(asked({ statements, context: { "aws:SourceVpce": { one: ["vpce-1"] } } }).decision).toBe("allow");
    expect(asked({ statements, context: { "aws:SourceVpce": "absent" } }).decision).toBe("deny");
  });

  test("recognizes a role that policy and caller name by the same reference", () => {
    const arn = (name: string) => [`arn:aws:iam::${account}:role/`, new Reference(`aws_iam_role.${name}`, "name")];
    const policy = (name: string) => [{ ...use, Principal: { AWS: new Template(arn(name)) } }];
    expect(asked({ statements: policy("emr"), role: arn("emr") }).decision).toBe("allow");
    expect(asked({ statements: policy("other"), role: arn("emr") }).decision).toBe("deny");
  });

  test("does not guess a principal that is known after apply", () => {
    const AWS = [new Unknown("known after apply", "apply first")];
    expect(asked({ statements: [{ ...use, Principal: { AWS } }] }).decision).toBe("unknown");
  });

  test("is undecided for a policy that is not known", () => {
    const document = new Unknown("known after apply", "apply first");
    expect(asked({ policies: { keyPolicy: { where: "aws_kms_key.k.policy", document } } }).decision).toBe("unknown");
    expect(asked({ policies: { keyPolicy: undefined } }).decision).toBe("unknown");
  });

  test("accepts an action in any letter case, and a list with an unknown element", () => {
    const later = new Unknown("known after apply", "apply first");
    const Principal = { AWS: roleArn };
    expect(asked({ statements: [{ ...use, Principal, Action: ["KMS:decrypt", later] }] }).decision).toBe("allow");
    expect(asked({ statements: [{ ...use, Principal, Action: ["kms:Encrypt", later] }] }).decision).toBe("unknown");
  });

  test("gives a statement without Action or Resource no effect, as KMS does", () => {
    const Principal = { AWS: roleArn };
    expect(asked({ statements: [{ Effect: "Allow", Principal, Resource: "*" }] }).decision).toBe("deny");
    expect(asked({ statements: [{ Effect: "Allow", Principal, Action: "kms:*" }] }).decision).toBe("deny");
  });

  test("does not know which session of a role will call", () => {
    const AWS = `arn:aws:sts::${account}:assumed-role/EMR_EC2_DefaultRole/i-0abc`;
    expect(asked({ statements: [{ ...use, Principal: { AWS } }] }).decision).toBe("unknown");
    expect(asked({ statements: [{ ...use, Principal: { AWS } }], role: [AWS] }).decision).toBe("allow");
  });

  test.each([
    ["the account alone exempts none of its roles", [`arn:aws:iam::${account}:root`], "deny"],
    ["nor does a bare account id", [account], "deny"],
    ["the role and its account exempt the role", [roleArn, `arn:aws:iam::${account}:root`], "allow"],
    ["the account beside another role exempts that role only", [`arn:aws:iam::${account}:role/other`, account], "deny"],
  ])("of a Deny with NotPrincipal: %s", (_, AWS, decision) => {
    const deny = { ...use, Effect: "Deny", NotPrincipal: { AWS } };
    expect(asked({ statements: [{ ...use, Principal: "*" }, deny] }).decision).toBe(decision);
  });

  test("reads ${…} as a variable only from version 2012-10-17 on", () => {
    const Condition = { StringEquals: { "kms:CallerAccount": "${aws:PrincipalAccount}" } };
    const context: Asked["context"] = {
      "kms:CallerAccount": { one: [account] },
      "aws:PrincipalAccount": { one: [account] },
    };
    const statements = [{ ...use, Principal: "*", Condition }];
    expect(asked({ statements, context }).decision).toBe("allow");
    expect(asked({ statements, context, version: "2008-10-17" }).decision).toBe("deny");
  });

  test("meets a negated condition if its variable has no value", () => {
    const Condition = { StringNotLike: { "kms:CallerAccount": "${aws:PrincipalTag/team}" } };
    const context: Asked["context"] = { "kms:CallerAccount": { one: [account] }, "aws:PrincipalTag/team": "absent" };
    expect(asked({ statements: [{ ...use, Principal: "*", Condition }], context }).decision).toBe("allow");
  });

  test("reads seconds since 1970, IPv6 and the whole of IPv4", () => {
    const Condition = {
      DateGreaterThan: { "aws:CurrentTime": "1700000000" },
      IpAddress: { "aws:SourceIp": "0.0.0.0/0" },
      NotIpAddress: { "aws:SourceIp": "2001:db8::/32" },
    };
    const context: Asked["context"] = {
      "aws:CurrentTime": { one: ["2026-11-23T12:00:00Z"] },
      "aws:SourceIp": { one: ["10.0.0.1"] },
    };
    expect(asked({ statements: [{ ...use, Principal: "*", Condition }], context }).decision).toBe("allow");
  });

  test("reads a template's literal parts in a condition", () => {
    const bucket = new Reference("aws_s3_bucket.b", "arn");
    const Condition = { StringLike: { "kms:EncryptionContext:aws:s3:arn": new Template([bucket, "/*"]) } };
    const context: Asked["context"] = { "kms:EncryptionContext:aws:s3:arn": { one: [bucket, "/logs/x"] } };
    expect(asked({ statements: [{ ...use, Principal: "*", Condition }], context }).decision).toBe("allow");
  });

  test("uses only the key policy for a service", () => {
    const role: SymbolicString = ["emrwal.amazonaws.com"];
    expect(asked({ statements: [root], role }).decision).toBe("deny");
    expect(asked({ statements: [{ ...use, Principal: { Service: "emrwal.amazonaws.com" } }], role }).decision).toBe(
      "allow",
    );
  });

  test("allows what a grant allows, within its encryption context", () => {
    const grant = { where: "aws_kms_grant.g", grantee: [roleArn], operations: ["Decrypt"] };
    const grants = [{ ...grant, constraints: [{ kind: "subset" as const, context: { team: "data" } }] }];
    const context = (value: string): Asked["context"] => ({ "kms:EncryptionContext:team": { one: [value] } });
    expect(asked({ policies: { grants }, context: context("data") })).toMatchObject({
      decision: "allow",
      by: [{ role: "grant", where: "aws_kms_grant.g" }],
    });
    expect(asked({ policies: { grants }, context: context("web") }).decision).toBe("deny");
    expect(asked({ policies: { grants: [{ ...grant, constraints: [] }] }, action: "kms:Encrypt" }).decision).toBe(
      "deny",
    );
  });

  test("always names the policies that it cannot see", () => {
    expect(asked({ statements: [{ ...use, Principal: "*" }] }).unseen).toEqual([
      "service and resource control policies",
      "permission boundaries",
      "session policies",
    ]);
  });

  test.each([
    ["a policy that is a list", [[]]],
    ["statements that are numbers", [1, null, true]],
    ["a principal that is a number", [{ ...use, Principal: 7 }]],
    ["a condition that is a list", [{ ...use, Principal: "*", Condition: ["x"] }]],
    ["__proto__ as an operator", [{ ...use, Principal: "*", Condition: JSON.parse('{"__proto__":{"x":"y"}}') }]],
  ])("does not allow by %s", (_, statements) => {
    expect(asked({ statements: statements as readonly Symbolic[] }).decision).not.toBe("allow");
  });
});
