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
const roleArn = "IAMRoleForEMRIdentityCenterApplicationARN";
const application = { [roleArn]: "arn:aws:iam::111122223333:role/idc" };

const mappedRole = (Role: string) => (lake: Lake) => {
  lake.data.terraform_remote_state = { iam: { backend: "s3", config: {} } };
  const RoleMappings = [{ Role, IdentifierType: "User", Identifiers: ["ana"] }];
  lake.document.AuthorizationConfiguration = { EmrFsConfiguration: { RoleMappings } };
};

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

const diskKey = (id: string) => (lake: Lake) => {
  atRest(lake).LocalDiskEncryptionConfiguration.AwsKmsKey = `arn:aws:kms:us-east-1:111122223333:key/${id}`;
};

const release = (release_label: string) => (lake: Lake) => {
  cluster(lake).release_label = release_label;
};

/** A cluster of an external KDC, with these attributes of its own beside those that it needs. */
const externalKdc = (attributes: object, activeDirectory?: object) => (lake: Lake) => {
  const kdc = { KdcServerType: "Single", AdminServer: "kdc.example:749", KdcServer: "kdc.example:88" };
  const ExternalKdcConfiguration = { ...kdc, ...(activeDirectory && { AdIntegrationConfiguration: activeDirectory }) };
  lake.document.AuthenticationConfiguration = {
    KerberosConfiguration: { Provider: "ExternalKdc", ExternalKdcConfiguration },
  };
  cluster(lake).kerberos_attributes = { realm: "EC2.INTERNAL", kdc_admin_password: "secret", ...attributes };
};
const trust = { cross_realm_trust_principal_password: "secret" };
const domain = { ad_domain_join_user: "emr", ad_domain_join_password: "secret" };
const directory = { AdRealm: "AD.EXAMPLE", AdDomain: "ad.example", AdServer: "ad.example" };

/** An account that encrypts EBS volumes by default with a key for these roles, and a configuration that leaves volumes alone. */
const defaultKey =
  (users: readonly string[], { enabled = true, emrEncrypts = false } = {}) =>
  ({ resource, policies, document }: Lake) => {
    const [account, keyUsers, volumes] = structuredClone(policies.volumes.Statement);
    const Principal = { AWS: users };
    const administrators = { ...account, Principal: { AWS: "arn:aws:iam::111122223333:role/administrators" } };
    const own =
      users.length > 0
        ? [
            { ...keyUsers, Principal },
            { ...volumes, Principal },
          ]
        : [];
    Object.assign(resource, {
      aws_ebs_encryption_by_default: { this: { enabled } },
      aws_ebs_default_kms_key: { this: { key_arn: "${aws_kms_key.account.arn}" } },
    });
    const policy = JSON.stringify({ Version: "2012-10-17", Statement: [administrators, ...own] });
    Object.assign(resource.aws_kms_key ?? {}, { account: { enable_key_rotation: true, policy } });
    const { AtRestEncryptionConfiguration: settings } = document.EncryptionConfiguration;
    if (!emrEncrypts) delete settings.LocalDiskEncryptionConfiguration;
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
    ["the account's default key for EBS is not for it", defaultKey([]), ["error"]],
    ["the account's default key for EBS is for it", defaultKey(["${aws_iam_role.service.arn}"]), []],
    ["the account's default key, but EMR encrypts with its own", defaultKey([], { emrEncrypts: true }), []],
    ["the account's default key, but no encryption by default", defaultKey([], { enabled: false }), []],
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
    ["a role by its name", identityCenter({ ...application, [roleArn]: "emr-idc" }), ["error role_form"]],
    ["a bucket", identityCenter({ ...application, [roleArn]: "arn:aws:s3:::lake" }), ["error role_form"]],
    [
      "the name of a role of the input",
      identityCenter({ [roleArn]: "${aws_iam_role.nodes.name}" }),
      ["error role_form"],
    ],
    ["the ARN of a role of the input", identityCenter({ [roleArn]: "${aws_iam_role.nodes.arn}" }), []],
  ],
  "config.key_not_arn": [
    ["a UUID", diskKey("1234abcd-12ab-34cd-56ef-1234567890ab"), []],
    ["the id of a multi-Region key", diskKey("mrk-1234abcd12ab34cd56ef1234567890ab"), []],
    ["a name instead of the id", diskKey("lake"), ["warning id"]],
    ["an id that is cut off", diskKey("1234abcd-12ab-34cd-56ef"), ["warning id"]],
  ],
  "config.role_mapping_invalid": [
    ["the output of another state", mappedRole("${data.terraform_remote_state.iam.outputs.role_arn}"), []],
    ["the ARN of a role of the input", mappedRole("${aws_iam_role.nodes.arn}"), []],
    ["the name of a role of the input", mappedRole("${aws_iam_role.nodes.name}"), ["error"]],
  ],
  "cluster.release_unlisted": [
    ["a listed release", release("emr-7.5.0"), []],
    ["an empty label", release(""), ["error empty"]],
    ["another text", release("latest"), ["error invalid"]],
  ],
  "cluster.kerberos_mismatch": [
    ["an external KDC", externalKdc({}), []],
    ["an external KDC with Active Directory", externalKdc(domain, directory), []],
    ["a password for a trust beside an external KDC", externalKdc(trust), ["warning external"]],
    ["the same with Active Directory", externalKdc({ ...trust, ...domain }, directory), ["warning external"]],
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
