import { cluster, policy, rootStatement, stack } from "../../linter/facts/emr";
import { folderOf, PLANS } from "../../linter/models";
import { run } from "../certs/run";

const use = {
  Sid: "Nodes",
  Principal: { AWS: "${aws_iam_role.nodes.arn}" },
  Action: ["kms:Decrypt", "kms:GenerateDataKey*"],
};
const viaS3 = { StringEquals: { "kms:ViaService": "s3.us-east-1.amazonaws.com" } };
const deny = { Sid: "NoAdmin", Effect: "Deny", Principal: "*", Action: "kms:PutKeyPolicy" };

function stackOf(...statements: readonly object[]): string {
  const keys = { s3: {}, disk: { policy: policy(...statements) } };
  return folderOf({ "main.tf.json": JSON.stringify(stack({ resources: { ...cluster, aws_kms_key: keys } })) });
}

const explain = (cwd: string, ...args: string[]) =>
  run(["keys", "explain", "--role", "aws_iam_role.nodes", "--key", "aws_kms_key.disk", ...args, "main.tf.json"], cwd);

test("prints yes with the statement, no with the reason, and what is not known", async () => {
  const { code, out } = await explain(
    stackOf(rootStatement, use, deny),
    "--action",
    "Decrypt",
    "--action",
    "kms:Encrypt",
    "--action",
    "kms:PutKeyPolicy",
  );
  expect(code).toBe(1);
  expect(out).toBe(`aws_iam_role.nodes
  on aws_kms_key.disk
  in main.tf.json

  kms:Decrypt       yes
      statement 'Nodes' of aws_kms_key.disk.policy allows it

  kms:Encrypt       no
      statement 'Root' of aws_kms_key.disk.policy leaves it to the IAM policies
      of the account
      no IAM policy of the role allows it

  kms:PutKeyPolicy  no
      statement 'NoAdmin' of aws_kms_key.disk.policy denies it

  not in the input, and able to deny all of it: service and resource control
  policies, permission boundaries and session policies
`);
});

test("takes the context of a purpose's requests into account", async () => {
  const cwd = stackOf(rootStatement, { ...use, Condition: viaS3 });
  const decrypt = (...args: string[]) => explain(cwd, "--action", "kms:Decrypt", ...args);
  expect((await decrypt("--purpose", "bundle")).code).toBe(0);
  const disk = await decrypt("--purpose", "local-disk");
  expect(disk.code).toBe(1);
  expect(disk.out.replace(/\s+/g, " ")).toContain(
    "statement 'Nodes' of aws_kms_key.disk.policy allows it only where StringEquals kms:ViaService holds, which it does not",
  );
  const open = await decrypt();
  expect(open.code).toBe(0);
  expect(open.out).toContain("kms:Decrypt  unknown");
  expect((await decrypt("--strict")).code).toBe(1);
});

test("writes the same as JSON", async () => {
  const { out } = await explain(stackOf(use), "--action", "kms:Decrypt", "--format", "json");
  expect(JSON.parse(out)).toMatchObject([
    {
      input: "main.tf.json",
      key: "aws_kms_key.disk",
      role: "aws_iam_role.nodes",
      actions: [
        {
          action: "kms:Decrypt",
          decision: "allow",
          by: [{ role: "key policy", where: "aws_kms_key.disk.policy", index: 0, sid: "Nodes" }],
          gaps: [],
        },
      ],
    },
  ]);
});

test("uses the declared policy for a key of another account", async () => {
  const arn = "arn:aws:kms:us-east-1:999988887777:key/1234abcd-12ab-34cd-56ef-1234567890ab";
  const nodes = "arn:aws:iam::111122223333:role/emr/emr-nodes";
  const cwd = folderOf({
    "main.tf.json": JSON.stringify(stack({ s3: arn })),
    "central.json": policy({ Principal: { AWS: nodes }, Action: "kms:Decrypt" }),
    "emr-encryption.config.json": JSON.stringify({ known: { keys: { [arn]: { policy: "central.json" } } } }),
  });
  const args = ["keys", "explain", "--role", nodes, "--key", arn, "--action", "kms:Decrypt", "main.tf.json"];
  const { code, out } = await run(args, cwd);
  expect(code).toBe(0);
  expect(out).toContain("kms:Decrypt  unknown");
  expect(out).toContain("the role's IAM policies are not in the input");
});

test("reads a plan that Terraform made", async () => {
  const args = ["keys", "explain", "--role", "emr-nodes", "--key", 'aws_kms_key.k["disk"]', "json-syntax/plan.json"];
  const { code, out } = await run(args, PLANS);
  expect(code).toBe(1);
  expect(out).toContain('aws_iam_role.nodes[0]\n  on aws_kms_key.k["disk"]\n  in json-syntax/plan.json\n');
});

test.each([
  [["--key", "aws_kms_key.none"], "KMS keys of the inputs: aws_kms_key.s3 and aws_kms_key.disk"],
  [
    ["--key", "aws_kms_key.disk", "--action", "s3:GetObject"],
    "--action is 's3:GetObject'; name an action of KMS, such as kms:Decrypt",
  ],
  [["--key", "aws_kms_key.disk", "--action", "kms:*"], "--action is 'kms:*'; name an action of KMS"],
  [["--key", "aws_kms_key.disk", "--purpose", "x"], "--purpose is 'x'; give one of s3"],
  [["--key", "aws_kms_key.disk", "missing.json"], "missing.json: no such file or folder"],
])("%j ends with exit code 2 and says why", async (args, sentence) => {
  const { code, err } = await run(
    ["keys", "explain", "--role", "aws_iam_role.nodes", ...args, "main.tf.json"],
    stackOf(use),
  );
  expect(code).toBe(2);
  expect(err).toContain(sentence);
});
