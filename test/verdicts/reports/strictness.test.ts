import { all, goodZip, type Lake, reported } from "./lake";

/** How strict a rule is, on a mistake and on its correct twin. */
type Rows = readonly (readonly [title: string, change: (lake: Lake) => void, expected: readonly string[]])[];

const encryption = ({ document }: Lake) => document.EncryptionConfiguration;
const atRest = (lake: Lake) => encryption(lake).AtRestEncryptionConfiguration;
const certificates = (lake: Lake) => encryption(lake).InTransitEncryptionConfiguration.TLSCertificateConfiguration;
const cluster = ({ resource }: Lake) => resource.aws_emr_cluster?.main;

/** The actions that the guide lists for key users, but for one. */
const without = (action: string) =>
  ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"].filter(
    (each) => each !== action,
  );

/** Key users that may do this alone. */
const usersMay = (key: "volumes" | "objects", actions: readonly string[]) => (lake: Lake) => {
  lake.policies[key].Statement[1].Action = actions;
};

const bypass = (bypass_policy_lockout_safety_check: unknown) => (lake: Lake) => {
  Object.assign(lake.resource.aws_kms_key_policy?.objects, { bypass_policy_lockout_safety_check });
};

/** A write-ahead log with a key of its own, which lets in a service. */
const walFor = (Service: string, Action: readonly string[]) => (lake: Lake) => {
  const [account] = lake.policies.objects.Statement;
  const Statement = [account, { Effect: "Allow", Principal: { Service }, Action, Resource: "*" }];
  const policy = JSON.stringify({ Version: "2012-10-17", Statement });
  Object.assign(lake.resource.aws_kms_key ?? {}, { wal: { enable_key_rotation: true, policy } });
  encryption(lake).EMRWALEncryptionConfiguration = { AwsKmsKey: "${aws_kms_key.wal.arn}" };
};

const walActions = ["kms:Decrypt", "kms:GenerateDataKey*", "kms:DescribeKey"];

/** A leaf that ends at a time, below a CA that ends on 2027-12-31 at midnight. */
const leafUntil = (notAfter: string) => (lake: Lake) => {
  lake.files["certs.zip"] = goodZip({ notAfter });
};

const sharedKey = (severities?: object) => (lake: Lake) => {
  atRest(lake).LocalDiskEncryptionConfiguration.AwsKmsKey = "${aws_kms_key.objects.arn}";
  if (severities) lake.files["emr-encryption.config.json"] = JSON.stringify({ severities });
};

const bundleAt = (key: string) => (lake: Lake) => {
  certificates(lake).S3Object = `s3://lake-artifacts-example/${key}`;
};

const providerAt = (S3Object: string) => (lake: Lake) => {
  const provider = { EncryptionMode: "CSE-Custom", EncryptionKeyProviderClass: "com.example.Keys", S3Object };
  atRest(lake).S3EncryptionConfiguration = provider;
};

const identityCenter =
  (settings: object, inTransit = true) =>
  (lake: Lake) => {
    lake.document.AuthenticationConfiguration = {
      IdentityCenterConfiguration: { EnableIdentityCenter: true, ...settings },
    };
    lake.document.AuthorizationConfiguration = {
      LakeFormationConfiguration: { AuthorizedSessionTagValue: "Amazon EMR" },
    };
    if (inTransit) return;
    encryption(lake).EnableInTransitEncryption = false;
    delete encryption(lake).InTransitEncryptionConfiguration;
  };
const application = { IAMRoleForEMRIdentityCenterApplicationARN: "arn:aws:iam::111122223333:role/idc" };

const overridesOf =
  (...names: readonly string[]) =>
  (lake: Lake) => {
    const { S3EncryptionConfiguration: s3 } = atRest(lake);
    s3.Overrides = names.map((BucketName) => ({ BucketName, EncryptionMode: "SSE-KMS", AwsKmsKey: s3.AwsKmsKey }));
  };

const verifier = (release_label: string, value: string) => (lake: Lake) => {
  const Properties = { "hadoop.ssl.hostname.verifier": value };
  const configurations_json = JSON.stringify([{ Classification: "core-site", Properties }]);
  Object.assign(cluster(lake), { release_label, configurations_json });
};

const noLocalDisks =
  (enabled = false) =>
  (lake: Lake) => {
    delete atRest(lake).LocalDiskEncryptionConfiguration;
    lake.resource.aws_ebs_encryption_by_default = { this: { enabled } };
  };

const asIs = () => {};
const rows: { readonly [rule: string]: Rows } = {
  "key.service_role_not_user": [
    ["every action of the guide", asIs, []],
    [
      "both halves of kms:ReEncrypt*",
      usersMay("volumes", [...without("kms:ReEncrypt*"), "kms:ReEncryptFrom", "kms:ReEncryptTo"]),
      [],
    ],
    ["no kms:ReEncrypt*", usersMay("volumes", without("kms:ReEncrypt*")), ["warning required"]],
  ],
  "key.instance_role_not_user": [
    ["every action of the guide", asIs, []],
    ["no kms:DescribeKey", usersMay("objects", without("kms:DescribeKey")), ["info describe"]],
    ["no kms:Decrypt", usersMay("objects", without("kms:Decrypt")), ["error"]],
  ],
  "key.policy_lockout": [
    ["the safety check is bypassed", bypass(true), ["warning bypass"]],
    ["the safety check is bypassed by a string", bypass("true"), ["warning bypass"]],
    ["the safety check is kept", bypass(false), []],
    ["the safety check is kept by a string", bypass("false"), []],
    ["a variable decides", bypass("${var.bypass}"), ["var.bypass, which has no value here"]],
  ],
  "key.wal_grant_missing": [
    ["the service of the log", walFor("emrwal.amazonaws.com", walActions), []],
    ["the service of the log may only decrypt", walFor("emrwal.amazonaws.com", ["kms:Decrypt"]), ["error"]],
    ["another service", walFor("elasticmapreduce.amazonaws.com", walActions), ["error"]],
  ],
  "cert.issuer_expires_first": [
    ["the CA ends a year before", leafUntil("2028-12-31T00:00:00Z"), ["info long_before"]],
    ["the CA ends ten days before", leafUntil("2028-01-10T00:00:00Z"), ["warning"]],
    ["the CA ends a second before", leafUntil("2027-12-31T00:00:01Z"), []],
    ["the CA ends after the leaf", leafUntil("2027-12-30T00:00:00Z"), []],
  ],
  "config.shared_key": [
    ["one key for both", sharedKey(), ["error"]],
    ["one key, and settings that lower the rule", sharedKey({ "config.shared_key": "info" }), ["info"]],
    ["a key for each", asIs, []],
  ],
  "config.s3_uri_extension": [
    ["certificates in a tar", bundleAt("tls/live.tar"), ["warning"]],
    ["certificates in a zip", bundleAt("tls/live.zip"), []],
    ["certificates in a zip in capitals", bundleAt("TLS/LIVE.ZIP"), []],
    ["a provider in a zip", providerAt("s3://lake-artifacts-example/keys.zip"), ["warning"]],
    ["a provider in a JAR", providerAt("s3://lake-artifacts-example/keys.jar"), []],
  ],
  "config.identity_center_incomplete": [
    ["the role and encryption in transit", identityCenter(application), []],
    ["no role, as in AWS's CLI example", identityCenter({}), ["error role"]],
    ["an empty role", identityCenter({ IAMRoleForEMRIdentityCenterApplicationARN: "" }), ["error role"]],
    ["no encryption in transit", identityCenter(application, false), ["error"]],
  ],
  "config.override_bucket_invalid": [
    ["plain names", overridesOf("logs", "logs.archive-2"), []],
    ["capitals and underscores of old buckets", overridesOf("Logs_Of_2012"), []],
    ["a URI", overridesOf("s3://logs"), ["error"]],
    ["a path", overridesOf("logs/raw"), ["error"]],
    ["a wildcard", overridesOf("logs-*"), ["error"]],
    ["one name twice", overridesOf("logs", "logs"), ["error repeated"]],
  ],
  "cluster.hostname_verification_off": [
    ["ALLOW_ALL on emr-7.3.0", verifier("emr-7.3.0", "ALLOW_ALL"), ["warning"]],
    ["ALLOW_ALL on emr-7.2.0", verifier("emr-7.2.0", "ALLOW_ALL"), ["info not_applied"]],
    ["DEFAULT on emr-7.3.0", verifier("emr-7.3.0", "DEFAULT"), []],
  ],
  "config.local_disk_missing": [
    ["no section for local disks", noLocalDisks(), ["warning"]],
    ["the same where EBS encrypts by default", noLocalDisks(true), ["info by_default"]],
    ["a section for local disks", asIs, []],
  ],
};

describe.each(Object.entries(rows))("%s", (rule, cases) => {
  test.each(cases)("%s", (_, change, expected) => {
    const report = reported(change);
    const found = all(report).filter((each) => each.split(" ")[1] === rule);
    const open = report.notEvaluated.filter((each) => each.rule === rule).map(({ reason }) => reason);
    expect([...found.map((each) => each.replace(` ${rule}`, "")), ...open]).toEqual(expected);
  });
});
