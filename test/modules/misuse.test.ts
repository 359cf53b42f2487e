import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { Aspects, Fn, TerraformIterator, TerraformStack, TerraformVariable } from "cdktf";
import {
  CertificateBundle,
  EmrEncryption,
  EncryptionKey,
  EncryptionKeyReplica,
  PolicyCheck,
  ProviderJar,
  Waiver,
} from "../../modules";
import { providers, toldOf, users } from "./attempts/attempt";

const encryption = (stack: TerraformStack, config: object, id = "encryption") =>
  new EmrEncryption(stack, id, { keyUsers: users, inTransit: { provider: "EMR" }, ...config });
const variable = (stack: TerraformStack, type: string) => new TerraformVariable(stack, "variable", { type });
const keyId = "0e6bcf0c-9e0b-4b4c-8a3e-6f2f2f5b7c11";
const statement = { Effect: "Allow", Principal: "*", Action: "kms:Decrypt", Resource: "*" };
const key = (stack: TerraformStack, config: object = {}) => new EncryptionKey(stack, "key", config);

/** What a user does, past the types or where they cannot help, and what synth says. */
const misuses: readonly (readonly [did: string, fill: (stack: TerraformStack) => unknown, told: string])[] = [
  [
    "a variable as a mode",
    (stack) => encryption(stack, { atRest: { s3: { mode: variable(stack, "string").stringValue } } }),
    "lake/encryption: atRest.s3.mode is a reference, expected a literal value",
  ],
  [
    "a function of Terraform as a provider",
    (stack) => encryption(stack, { inTransit: { provider: Fn.upper("pem") } }),
    "lake/encryption: inTransit.provider is a reference, expected a literal value",
  ],
  [
    "a variable for the encryption of EBS",
    (stack) => {
      const ebs = variable(stack, "bool").booleanValue;
      encryption(stack, { atRest: { localDisk: { provider: "AwsKms", ebs } } });
    },
    "lake/encryption: atRest.localDisk.ebs is a token without a type, expected a literal value",
  ],
  [
    "an IAM user as the nodes' role",
    (stack) => encryption(stack, { keyUsers: { instanceRole: "arn:aws:iam::111122223333:user/alice" } }),
    "lake/encryption: keyUsers.instanceRole is 'arn:aws:iam::111122223333:user/alice', an IAM user; EMR uses roles only, so pass a role",
  ],
  [
    "an undefined role of EMRFS",
    (stack) => encryption(stack, { keyUsers: { emrfsRoles: [undefined] } }),
    "lake/encryption: keyUsers.emrfsRoles[0] is missing; give a role, its ARN or its name",
  ],
  [
    "two encryptions with one name",
    (stack) => [encryption(stack, { name: "emr" }), encryption(stack, { name: "emr" }, "second")],
    "lake/second/s3-key: alias is 'alias/emr-s3', which lake/encryption/s3-key already has; use that construct, or another alias",
  ],
  [
    "an alias of the key added again",
    (stack) => key(stack, { alias: "alias/emr" }).addAlias("alias/emr"),
    "lake/key: alias is 'alias/emr', which lake/key already has; use that construct, or another alias",
  ],
  [
    "an undefined alias",
    (stack) => key(stack).addAlias(undefined as never),
    "lake/key: name is missing; expected a string",
  ],
  [
    "a misspelt effect of a statement",
    (stack) => key(stack).addToKeyPolicy({ ...statement, Effect: "Alow" } as never),
    "lake/key: statement.Effect is 'Alow', expected 'Allow' or 'Deny'",
  ],
  [
    "a statement in lower case",
    (stack) => key(stack).addToKeyPolicy({ ...statement, action: "kms:Decrypt" } as never),
    "lake/key: statement.action is not an argument; write statement.Action",
  ],
  [
    "a statement without a principal",
    (stack) => key(stack, { statements: [{ ...statement, Principal: undefined }] }),
    "lake/key: statements[0].Principal is missing; expected { AWS: … } with the ARN of a role, or a list of ARNs",
  ],
  [
    "a statement as JSON",
    (stack) => key(stack).addToKeyPolicy("{}" as never),
    "lake/key: statement is '{}', expected an object",
  ],
  [
    "tags as a list",
    (stack) => key(stack, { tags: [{ key: "a" }] }),
    "lake/key: tags is a list, expected at most 50 names and strings, { Team: 'data' }; names have 1 to 128 characters and do not begin with aws:, values have up to 256, and both consist of letters, digits, spaces and _.:/=+-@",
  ],
  [
    "a provider of another stack",
    (stack) => {
      const provider = new AwsProvider(new TerraformStack(stack.node.root, "other"), "aws", { region: "us-east-1" });
      key(stack, { provider });
    },
    "lake/key: provider is other/aws, which is in another stack; create a provider in this one",
  ],
  [
    "a bucket in place of a key",
    (stack) => EncryptionKey.fromResource(stack, "key", new S3Bucket(stack, "bucket")),
    "lake/key: the third argument is not a KMS key; pass an aws_kms_key, aws_kms_external_key or aws_kms_replica_key",
  ],
  [
    "two policies for one key",
    (stack) => {
      const resource = new KmsKey(stack, "resource");
      for (const id of ["key", "second"]) EncryptionKey.fromResource(stack, id, resource);
    },
    "lake/second: the policy of lake/resource is managed by lake/key already; use that construct, since a key has only one policy",
  ],
  [
    "the import of a key by its alias",
    (stack) => key(stack, { importFrom: "alias/emr" }),
    "lake/key: importFrom is 'alias/emr'; write the id of the key, the last part of its ARN",
  ],
  [
    "the import of a configuration without its name",
    (stack) => encryption(stack, { importFrom: { configuration: "{}" } }),
    "lake/encryption/security-configuration: importFrom.name is missing; expected a string",
  ],
  [
    "a variable as a folder",
    (stack) => {
      const bucket = { bucket: "artifacts" };
      CertificateBundle.fromFolder(stack, "bundle", { folder: variable(stack, "string").stringValue, bucket });
    },
    "lake/bundle: folder is a reference, expected a literal path",
  ],
  [
    "a variable as a URI",
    (stack) => CertificateBundle.fromUri(stack, "bundle", variable(stack, "string").stringValue),
    "lake/bundle: uri is a reference; write it like s3://bucket/key",
  ],
  [
    "a bucket's name of 64 characters",
    (stack) => CertificateBundle.fromFolder(stack, "b", { folder: "certs", bucket: { bucket: "b".repeat(64) } }),
    `lake/b: bucket is { bucket: '${"b".repeat(64)}' }, expected a BundleBucket, an aws_s3_bucket, or { bucket: its name }`,
  ],
  [
    "a parameter's name that AWS reserves",
    (stack) => encryption(stack, { nameParameter: "/aws/emr" }),
    "lake/encryption: nameParameter is '/aws/emr', expected the name of an SSM parameter, such as /emr/security-configuration; it cannot begin with aws or ssm, and has at most 15 levels and 1011 characters",
  ],
  [
    "an undefined property of emrfs-site",
    (stack) => encryption(stack, { emrfsSite: { "my.key": undefined } }),
    "lake/encryption: emrfsSite.my.key is missing; expected an EncryptionKey; for a key that is managed elsewhere use EncryptionKey.fromArn, fromAlias, fromLookup or fromResource, or a string",
  ],
  [
    "a list that Terraform knows later as roles",
    (stack) => encryption(stack, { keyUsers: { emrfsRoles: variable(stack, "list(string)").listValue } }),
    "lake/encryption: keyUsers.emrfsRoles is a reference, expected a literal list",
  ],
  [
    "a conditional of Terraform as a name",
    (stack) => encryption(stack, { name: Fn.conditional(variable(stack, "bool").booleanValue, "a", "b") }),
    "lake/encryption: name is a token without a type, expected a string; pass it as Token.asString(…)",
  ],
  [
    "the value of an iterator as a role",
    (stack) => encryption(stack, { keyUsers: { instanceRole: TerraformIterator.fromList(["a"]).value } }),
    "lake/encryption: keyUsers.instanceRole is a token without a type; pass it as Token.asString(…), or give a role or its ARN",
  ],
  [
    "a Promise of arguments",
    (stack) => new EmrEncryption(stack, "encryption", Promise.resolve({ inTransit: "off" }) as never),
    "lake/encryption: the third argument is a Promise, which has to be awaited, expected an object",
  ],
  [
    "a mode that a spread left undefined",
    (stack) => encryption(stack, { atRest: { s3: { mode: undefined } } }),
    "[lake/encryption/security-configuration] atRest.s3.mode (EncryptionMode) is missing; expected SSE-S3, SSE-KMS, CSE-KMS or CSE-Custom",
  ],
  [
    "a variable as an id",
    (stack) => encryption(stack, {}, variable(stack, "string").stringValue),
    "lake: the second argument, the id of a construct, is a reference, expected a literal string",
  ],
  [
    "arguments in place of an id",
    (stack) => encryption(stack, {}, { inTransit: "off" } as never),
    "lake: the second argument, the id of a construct, is another object, expected a literal string",
  ],
  [
    "no scope",
    () => encryption(undefined as never, {}),
    "the first argument of the construct 'encryption' is not a construct; pass its stack or a construct in it, such as this",
  ],
  [
    "an app as a scope",
    (stack) => encryption(stack.node.root as never, {}),
    "encryption: it is not in a stack; create it in a TerraformStack",
  ],
  [
    "a circle of two stacks",
    (stack) => {
      const other = new TerraformStack(stack.node.root, "other");
      new AwsProvider(other, "aws", { region: "us-east-1" });
      const [here, there] = [key(stack), key(other)];
      encryption(stack, { atRest: { s3: { mode: "SSE-KMS", key: there } } });
      encryption(other, { atRest: { s3: { mode: "SSE-KMS", key: here } } });
    },
    "other/encryption/security-configuration: it uses lake/key/policy, but stack lake depends on stack other; create what both use in a third stack, or in one of the two",
  ],
  [
    "a resource as a provider",
    (stack) => encryption(stack, { provider: new KmsKey(stack, "raw") }),
    "lake/encryption: provider is a resource of type aws_kms_key, expected a provider of this stack, such as an AwsProvider",
  ],
  [
    "the arguments of a provider as a provider",
    (stack) => key(stack, { provider: { region: "us-east-1" } }),
    "lake/key: provider is another object, expected a provider of this stack, such as an AwsProvider",
  ],
  [
    "a bucket in place of the name of an override's bucket",
    (stack) => {
      const bucket = new S3Bucket(stack, "bucket");
      encryption(stack, { atRest: { s3: { mode: "SSE-KMS", overrides: [{ bucket, mode: "SSE-S3" }] } } });
    },
    "lake/encryption: atRest.s3.overrides[0].bucket is a resource of type aws_s3_bucket, expected a string",
  ],
  [
    "an empty class of a JAR",
    (stack) => {
      const jar = new ProviderJar(stack, "jar", { file: providers, bucket: { bucket: "emr-jars" } });
      encryption(stack, { atRest: { s3: { mode: "CSE-Custom", jar, providerClass: "" } } });
    },
    "[lake/encryption/security-configuration] atRest.s3.providerClass: class '' is not in the JAR; write com.example.S3Keys (providers.jar)",
  ],
  [
    "a folder as a JAR",
    (stack) => new ProviderJar(stack, "jar", { file: "/", bucket: { bucket: "emr-jars" } }),
    "lake/jar: file '/' (/) is not a file; give the JAR that the build made",
  ],
  [
    "a second check of the app",
    (stack) => PolicyCheck.of(stack.node.root as never),
    "PolicyCheck.of was called for this app already; call it once",
  ],
  [
    "a replica of nothing",
    (stack) => new EncryptionKeyReplica(stack, "replica", { region: "us-west-2" } as never),
    "lake/replica: primary is missing; expected an EncryptionKey; for a key that is managed elsewhere use EncryptionKey.fromArn, fromAlias, fromLookup or fromResource",
  ],
  [
    "a waiver on nothing",
    () => Waiver.on(undefined as never, { rule: "config.shared_key", reason: "one key", expires: "2027-01-31" }),
    "the first argument of Waiver.on is not a construct in an app; pass the construct whose findings are waived, or its stack",
  ],
  [
    "a report in an unknown format",
    (stack) => PolicyCheck.of(stack.node.root as never, { reports: { pdf: "report.pdf" } as never }),
    "PolicyCheck: reports.pdf is not an argument; expected one of text, json, sarif, junit, github, gitlab, markdown, html",
  ],
  [
    "an aspect that grants to no role",
    (stack) => {
      const { s3Key } = encryption(stack, {});
      Aspects.of(stack).add({ visit: (node) => node === stack && s3Key?.grantS3Data("not a role!") });
    },
    "lake/encryption/s3-key: a user for s3 is 'not a role!', which is neither an ARN nor the name of a role; give the ARN, or the name without its path",
  ],
];

test.each(misuses)("%s is refused, with the place and what to write", (_, fill, told) => {
  expect(toldOf({ fill })).toBe(told);
});

test("the import of a key by its id, and grants that an aspect adds, are accepted", () => {
  const fill = (stack: TerraformStack) => {
    const imported = key(stack, { importFrom: keyId });
    Aspects.of(stack).add({ visit: (node) => node === stack && imported.grantS3Data(users.instanceRole) });
  };
  expect(toldOf({ fill })).toBe("nothing");
});
