import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { EncryptionKey } from "../../modules";
import { policyStatements } from "./policies";
import { annotations, resources, stackOf, synthesized, validations } from "./stacks";

const role = (name: string) => `arn:aws:iam::111122223333:role/${name}`;
const keyArn = "arn:aws:kms:us-east-1:999988887777:key/0e6bcf0c-9e0b-4b4c-8a3e-6f2f2f5b7c11";

describe("a managed key", () => {
  test("is protected by Terraform unless it may be destroyed", () => {
    const lifecycle = (removalPolicy?: "retain" | "destroy") =>
      resources(
        stackOf((scope) => new EncryptionKey(scope, "key", { removalPolicy })),
        "aws_kms_key",
      ).map((key) => key.lifecycle);
    expect([lifecycle(), lifecycle("retain"), lifecycle("destroy")]).toEqual([
      [{ prevent_destroy: true }],
      [{ prevent_destroy: true }],
      [undefined],
    ]);
  });

  test("has an id, further aliases and further statements", () => {
    const statement = {
      Sid: "Audit",
      Effect: "Allow",
      Principal: { AWS: role("audit") },
      Action: "kms:DescribeKey",
      Resource: "*",
    } as const;
    const stack = stackOf((scope) => {
      const key = new EncryptionKey(scope, "key", { alias: "alias/one" });
      key.addAlias("alias/two");
      key.addAlias("wrong");
      key.addToKeyPolicy(statement);
      expect(key.keyId).toEqual(expect.any(String));
    });
    expect(
      resources(stack, "aws_kms_alias")
        .map(({ name }) => name)
        .sort(),
    ).toEqual(["alias/one", "alias/two", "wrong"]);
    expect(policyStatements(stack, "key_policy")).toContainEqual(statement);
    expect(validations(stack)).toEqual([expect.stringContaining("alias is 'wrong'; write alias/ and a name")]);
  });

  test("returns what a grant changed", () => {
    stackOf((scope) => {
      const key = new EncryptionKey(scope, "key");
      const grant = key.grantEbs(role("service"));
      expect(grant).toMatchObject({ purpose: "ebs", users: [role("service")], by: "key policy", success: true });
      expect(grant.statements.map(({ Sid }) => Sid)).toEqual(["EmrEbs", "EmrEbsGrants"]);
      expect(grant.dependables).toEqual([key.policy]);
      expect(() => grant.assertSuccess()).not.toThrow();
      const waiting = new IamRole(scope, "waiting", { assumeRolePolicy: "{}" });
      grant.applyBefore(waiting);
      expect(waiting.dependsOn).toHaveLength(1);
      const granted = new EncryptionKey(scope, "granted", { useGrants: true }).grantS3Data(role("a"), role("b"));
      expect([granted.by, granted.dependables.length]).toEqual(["KMS grants", 2]);
    });
  });

  test("refuses a grant that names no users", () => {
    stackOf((scope) => {
      const key = new EncryptionKey(scope, "key");
      expect(() => key.grantS3Data()).toThrow(
        "s/key: the grant for s3 names no users; give a role, its ARN or its name",
      );
    });
  });

  test("of other code in the stack gets its policy here, unless it has one already", () => {
    const stack = stackOf((scope) => {
      const resource = new KmsKey(scope, "made", {});
      const key = EncryptionKey.fromResource(scope, "key", resource);
      key.grantS3Data(role("nodes"));
      const withPolicy = new KmsKey(scope, "with-policy", { policy: "{}" });
      EncryptionKey.fromResource(scope, "other", withPolicy);
    });
    expect(validations(stack)).toEqual([
      expect.stringContaining("[s/other] s/with-policy has the argument policy, which would contradict the policy"),
    ]);
    expect(resources(stack, "aws_kms_key_policy")[0]?.key_id).toBe("${aws_kms_key.made.id}");
    expect(policyStatements(stack, "key_policy").map(({ Sid }) => Sid)).toEqual(["AccountRoot", "EmrS3Data"]);
  });

  test("is imported with its policy and alias", () => {
    const id = "0e6bcf0c-9e0b-4b4c-8a3e-6f2f2f5b7c11";
    const stack = stackOf((scope) => new EncryptionKey(scope, "key", { importFrom: id, alias: "alias/emr" }));
    const { import: imports } = synthesized(stack) as { readonly import?: readonly { to: string; id: string }[] };
    expect(imports?.map(({ to, id }) => [to.split(".")[0], id]).sort()).toEqual([
      ["aws_kms_alias", "alias/emr"],
      ["aws_kms_key", id],
      ["aws_kms_key_policy", id],
    ]);
  });

  test("administrators of a key that waits for its material can import it", () => {
    const actions = (origin: "EXTERNAL" | "AWS_KMS") => {
      const administrators = [role("admin")];
      const stack = stackOf((scope) => new EncryptionKey(scope, "key", { origin, administrators }));
      return policyStatements(stack, origin === "EXTERNAL" ? "key_external-policy" : "key_policy")[1]?.Action;
    };
    expect(actions("EXTERNAL")).toContain("kms:ImportKeyMaterial");
    expect(actions("AWS_KMS")).not.toContain("kms:ImportKeyMaterial");
  });
});

describe("a key of another account", () => {
  const account = "111122223333";

  test("with the account of its users, its owner gets statements with real ARNs before anything is deployed", () => {
    const stack = stackOf((scope) => {
      const analysts = new IamRole(scope, "analysts", { name: "analysts", path: "/emr/", assumeRolePolicy: "{}" });
      const key = EncryptionKey.fromArn(scope, "key", keyArn, { account });
      const grant = key.grantS3Data("EMR_EC2_DefaultRole", analysts);
      expect([grant.by, grant.success, key.keyId]).toEqual(["owner", false, keyArn.split("/")[1]]);
      expect(() => grant.assertSuccess()).toThrow("the owner of the key has to add them");
    });
    const [owner, iam] = annotations(stack);
    expect(owner).toContain(
      `ask its owner to add to the key policy: [{"Sid":"EmrS3Data","Effect":"Allow","Principal":{"AWS":["${role("EMR_EC2_DefaultRole")}","${role("emr/analysts")}"]}`,
    );
    expect(iam).toContain(
      `the IAM policies of ${role("EMR_EC2_DefaultRole")} and ${role("emr/analysts")} must allow it as well`,
    );
    expect(resources(stack, "aws_iam_role_policy")).toEqual([]);
  });

  test("the IAM policy is attached if requested, and a cluster can wait for it", () => {
    const stack = stackOf((scope) => {
      const key = EncryptionKey.fromArn(scope, "key", keyArn, { account, iamPolicies: "attach" });
      key.grantLocalDisk("EMR_EC2_DefaultRole", role("by-arn"));
      key.grantLocalDisk("EMR_EC2_DefaultRole");
      expect(key.dependables).toHaveLength(1);
    });
    const [policy, ...others] = resources(stack, "aws_iam_role_policy");
    expect([policy?.role, others]).toEqual(["EMR_EC2_DefaultRole", []]);
    expect(JSON.parse(String(policy?.policy)).Statement).toEqual([
      { Effect: "Allow", Action: expect.arrayContaining(["kms:Decrypt"]), Resource: keyArn },
    ]);
    expect(annotations(stack)[1]).toContain(`the IAM policies of ${role("by-arn")} must allow it as well`);
  });

  test("within one account the key policy suffices", () => {
    const stack = stackOf((scope) =>
      EncryptionKey.fromArn(scope, "key", keyArn, { account: "999988887777" }).grantS3Data("EMR_EC2_DefaultRole"),
    );
    expect(annotations(stack)).toHaveLength(1);
  });

  test("an account that is not 12 digits is refused", () => {
    expect(() => stackOf((scope) => EncryptionKey.fromArn(scope, "key", keyArn, { account: "prod" }))).toThrow(
      "s/key: account is 'prod'; write the 12 digits of the account id",
    );
  });
});
