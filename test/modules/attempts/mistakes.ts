import type { Mistake } from "./mistake";

const encryption = (config: string) => `new EmrEncryption(this, "encryption", { keyUsers: users, ${config} });`;
const configuration = (config: string) => `new SecurityConfiguration(this, "configuration", { ${config} });`;
const transit = 'inTransit: { provider: "PEM", bundle }';

/** What people get wrong in an encryption, its keys, its bundle and around them. */
export const mistakes: readonly Mistake[] = [
  {
    did: "no decision about encryption in transit",
    compile: true,
    code: encryption(""),
    told: "lake/encryption: inTransit is missing; expected an object, or 'off'",
  },
  {
    did: "encryption in transit by a boolean",
    compile: true,
    code: encryption("inTransit: true"),
    told: "lake/encryption: inTransit is true, expected an object, or 'off'",
  },
  {
    did: "encryption in transit switched off by false",
    compile: true,
    code: encryption("inTransit: false"),
    told: "lake/encryption: inTransit is false, expected an object, or 'off'",
  },
  {
    did: "a provider of certificates that does not exist",
    compile: true,
    code: encryption('inTransit: { provider: "ACM" }'),
    told: "[lake/encryption/security-configuration] inTransit.provider (CertificateProviderType) is 'ACM', expected PEM, Custom or EMR",
  },
  {
    did: "a provider in lower case",
    compile: true,
    code: encryption('inTransit: { provider: "pem", bundle }'),
    told: "[lake/encryption/security-configuration] inTransit.provider (CertificateProviderType) is 'pem', expected PEM, Custom or EMR; write 'PEM'",
  },
  {
    did: "PEM without a bundle",
    compile: true,
    code: encryption('inTransit: { provider: "PEM" }'),
    told: "[lake/encryption/security-configuration] inTransit.bundle (S3Object) is missing",
  },
  {
    did: "a bundle by its URI",
    compile: true,
    code: encryption('inTransit: { provider: "PEM", bundle: "s3://emr/certs.zip" }'),
    told: "lake/encryption: inTransit.bundle is 's3://emr/certs.zip', expected a bundle, such as CertificateBundle.fromFolder or fromObject",
  },
  {
    did: "a mode of S3 that does not exist",
    compile: true,
    code: encryption(`atRest: { s3: { mode: "KMS" } }, ${transit}`),
    told: "[lake/encryption/security-configuration] atRest.s3.mode (EncryptionMode) is 'KMS', expected SSE-S3, SSE-KMS, CSE-KMS or CSE-Custom",
  },
  {
    did: "a mode of S3 with an underscore",
    compile: true,
    code: encryption(`atRest: { s3: { mode: "SSE_KMS" } }, ${transit}`),
    told: "[lake/encryption/security-configuration] atRest.s3.mode (EncryptionMode) is 'SSE_KMS', expected SSE-S3, SSE-KMS, CSE-KMS or CSE-Custom; write 'SSE-KMS'",
  },
  {
    did: "a misspelt argument",
    compile: true,
    code: encryption(`atRests: { s3: { mode: "SSE-KMS" } }, ${transit}`),
    told: "lake/encryption: atRests is not an argument; write atRest",
  },
  {
    did: "a misspelt place at rest",
    compile: true,
    code: encryption(`atRest: { localdisk: { provider: "AwsKms" } }, ${transit}`),
    told: "lake/encryption: atRest.localdisk is not an argument; write atRest.localDisk",
  },
  {
    did: "a provider of local disks that does not exist",
    compile: true,
    code: encryption(`atRest: { localDisk: { provider: "KMS" } }, ${transit}`),
    told: "[lake/encryption/security-configuration] atRest.localDisk.provider (EncryptionKeyProviderType) is 'KMS', expected AwsKms or Custom",
  },
  {
    did: "a key by its ARN as text",
    compile: true,
    code: encryption(
      `atRest: { s3: { mode: "SSE-KMS", key: "arn:aws:kms:us-east-1:111122223333:key/1" } }, ${transit}`,
    ),
    told: "lake/encryption: atRest.s3.key is 'arn:aws:kms:us-east-1:111122223333:key/1', expected an EncryptionKey; for a key that is managed elsewhere use EncryptionKey.fromArn, fromAlias, fromLookup or fromResource",
  },
  {
    did: "a key with SSE-S3",
    compile: true,
    code: encryption(`atRest: { s3: { mode: "SSE-S3", key: s3Key } }, ${transit}`),
    told: "lake/encryption: atRest.s3.key is not an argument of mode 'SSE-S3'; remove it, or write another mode",
  },
  {
    did: "EBS encryption as text",
    compile: true,
    code: encryption(`atRest: { localDisk: { provider: "AwsKms", ebs: "true" } }, ${transit}`),
    told: "[lake/encryption/security-configuration] atRest.localDisk.ebs (EnableEbsEncryption) is a string, expected a boolean",
  },
  {
    did: "one key for S3 and local disks",
    code: encryption(
      `atRest: { s3: { mode: "SSE-KMS", key: s3Key }, localDisk: { provider: "AwsKms", key: s3Key } }, ${transit}`,
    ),
    told: "ERROR [lake/encryption/security-configuration/generation] config.shared_key",
  },
  {
    did: "EBS encryption switched off",
    code: encryption(`atRest: { s3: { mode: "SSE-KMS" }, localDisk: { provider: "AwsKms", ebs: false } }, ${transit}`),
    told: "ERROR [lake/encryption/security-configuration/generation] config.ebs_not_encrypted",
  },
  {
    did: "local disks forgotten",
    code: encryption(`atRest: { s3: { mode: "SSE-KMS" } }, ${transit}`),
    told: "ERROR [lake/encryption/security-configuration/generation] config.local_disk_missing",
  },
  {
    did: "encryption in transit switched off",
    code: encryption('inTransit: "off"'),
    told: "ERROR [lake/encryption/security-configuration/generation] config.in_transit_disabled",
  },
  {
    did: "encryption at rest switched off",
    code: encryption(`atRest: "off", ${transit}`),
    told: "ERROR [lake/encryption/security-configuration/generation] config.at_rest_disabled",
  },
  {
    did: "a bundle with a provider that has none",
    compile: true,
    code: encryption('inTransit: { provider: "EMR", bundle }'),
    told: "lake/encryption: inTransit.bundle is not an argument of provider 'EMR'; remove it, or write another provider",
  },
  {
    did: "a JAR without a class",
    compile: true,
    code: encryption(
      `atRest: { s3: { mode: "CSE-Custom", jar: new ProviderJar(this, "jar", { file: jar, bucket }) } }, ${transit}`,
    ),
    told: "[lake/encryption/security-configuration] atRest.s3.providerClass (EncryptionKeyProviderClass) is missing",
  },
  {
    did: "an override without its bucket",
    compile: true,
    code: encryption(`atRest: { s3: { mode: "SSE-KMS", overrides: [{ mode: "SSE-S3" }] } }, ${transit}`),
    told: "lake/encryption: atRest.s3.overrides[0].bucket is missing; expected a string",
  },
  {
    did: "a bucket that is named by its ARN",
    code: 'new BundleBucket(this, "b", { bucket: "arn:aws:s3:::emr-artifacts" });',
    told: "lake/b: bucket is 'arn:aws:s3:::emr-artifacts', expected the name of a bucket, 3 to 63 lower-case letters, digits, '.' and '-', without 's3://' and without a key",
  },
  {
    did: "a policy check of a stack",
    compile: true,
    code: "PolicyCheck.of(this);",
    told: "the first argument of PolicyCheck.of is not an App; pass the app whose stacks are to be checked",
  },
  {
    did: "a misspelt option of the policy check",
    compile: true,
    code: 'PolicyCheck.of(this.node.root, { failon: "error" });',
    told: "PolicyCheck: failon is not an argument; write failOn",
  },
  {
    did: "a role by a name with a blank",
    code: encryption(`${transit}`).replace("keyUsers: users", 'keyUsers: { instanceRole: "my role" }'),
    told: "lake/encryption: keyUsers.instanceRole is 'my role', which is neither an ARN nor the name of a role; give the ARN, or the name without its path",
  },
  {
    did: "an instance profile for a role",
    code: encryption(`${transit}`).replace(
      "keyUsers: users",
      'keyUsers: { instanceRole: "arn:aws:iam::111122223333:instance-profile/nodes" }',
    ),
    told: "lake/encryption: keyUsers.instanceRole: 'arn:aws:iam::111122223333:instance-profile/nodes' is an instance profile; give the ARN of the role in it",
  },
  {
    did: "a session for a role",
    code: encryption(`${transit}`).replace(
      "keyUsers: users",
      'keyUsers: { instanceRole: "arn:aws:sts::111122223333:assumed-role/nodes/i-1" }',
    ),
    told: "lake/encryption: keyUsers.instanceRole is 'arn:aws:sts::111122223333:assumed-role/nodes/i-1', one session of a role; give the role, arn:aws:iam::111122223333:role/nodes",
  },
  {
    did: "everybody as a user of the keys",
    code: encryption(`${transit}`).replace("keyUsers: users", 'keyUsers: { instanceRole: "*" }'),
    told: "lake/encryption: keyUsers.instanceRole is '*', which is neither an ARN nor the name of a role; give the ARN, or the name without its path",
  },
  {
    did: "a misspelt user of the keys",
    compile: true,
    code: encryption(`${transit}`).replace("keyUsers: users", 'keyUsers: { instancerole: "nodes" }'),
    told: "lake/encryption: keyUsers.instancerole is not an argument; write keyUsers.instanceRole",
  },
  {
    did: "a name of 300 characters",
    code: encryption(`name: "e".repeat(300), ${transit}`),
    told: "lake/encryption: name has 300 characters; aliases of keys begin with it, so write at most 239",
  },
  {
    did: "a name that EMR does not accept",
    code: encryption(`name: "emr encryption/ü", ${transit}`),
    told: "lake/encryption: name is 'emr encryption/ü'; aliases of keys begin with it, so write letters, digits, '/', '_' and '-' only",
  },
  {
    did: "log encryption by a word",
    compile: true,
    code: encryption(`logs: "own key", ${transit}`),
    told: "lake/encryption: logs is 'own key', expected an object",
  },
  {
    did: "a removal policy of another framework",
    compile: true,
    code: encryption(`removalPolicy: "snapshot", ${transit}`),
    told: "lake/encryption: removalPolicy is 'snapshot', expected 'retain' or 'destroy'",
  },
  {
    did: "a previous generation that is the current one",
    code: encryption(`previous: [{ ${transit} }], ${transit}`),
    told: "lake/encryption/security-configuration: previous contains the same settings twice, or the current ones; remove the duplicate",
  },
  {
    did: "one previous generation instead of a list",
    compile: true,
    code: encryption(`previous: { ${transit} }, ${transit}`),
    told: "lake/encryption: previous is another object, expected a literal list",
  },
  {
    did: "a Region with AWS provider 5",
    code: encryption(`region: "eu-west-1", ${transit}`),
    told: "[lake/encryption/s3-key] region is 'eu-west-1', but resources of AWS provider 5.100.0, which this stack uses, have no argument for it; use @cdktf/provider-aws 21 (AWS provider 6), or leave region out and pass a provider for that Region",
  },
  {
    did: "an empty configuration",
    code: configuration(""),
    told: "ERROR [lake/configuration/generation] config.at_rest_disabled",
  },
  {
    did: "EMR's own property name for ours",
    compile: true,
    code: configuration("AtRestEncryptionConfiguration: {}"),
    told: "lake/configuration: AtRestEncryptionConfiguration is not an argument; expected one of atRest, inTransit, wal, instanceMetadata, authentication, authorization, samlLakeFormation, importFrom, region, provider, name, previous, nameParameter",
  },
  {
    did: "a document as text",
    compile: true,
    code: 'new SecurityConfiguration(this, "configuration", "{}");',
    told: "lake/configuration: the third argument is '{}', expected an object",
  },
  {
    did: "a Kerberos provider that does not exist",
    compile: true,
    code: configuration('authentication: { KerberosConfiguration: { Provider: "Kdc" } }'),
    told: "[lake/configuration] authentication.KerberosConfiguration.Provider is 'Kdc', expected ClusterDedicatedKdc or ExternalKdc",
  },
  {
    did: "Kerberos without a ticket lifetime",
    compile: true,
    code: configuration('authentication: { KerberosConfiguration: { Provider: "ClusterDedicatedKdc" } }'),
    told: "[lake/configuration] authentication.KerberosConfiguration.ClusterDedicatedKdcConfiguration is missing",
  },
  {
    did: "IMDS version 3",
    compile: true,
    code: configuration("instanceMetadata: { MinimumInstanceMetadataServiceVersion: 3 }"),
    told: "[lake/configuration] instanceMetadata.MinimumInstanceMetadataServiceVersion is '3', expected 1 or 2",
  },
  {
    did: "a role mapping without identifiers",
    code: encryption(
      `authorization: { EmrFsConfiguration: { RoleMappings: [{ Role: "arn:aws:iam::111122223333:role/a", IdentifierType: "User", Identifiers: [] }] } }, ${transit}`,
    ),
    told: "ERROR [lake/encryption/security-configuration/generation] config.role_mapping_invalid",
  },
  {
    did: "a folder that does not exist",
    code: 'CertificateBundle.fromFolder(this, "b", { folder: "no-such-folder", bucket });',
    told: "lake/b: folder 'no-such-folder' (no-such-folder) has no privateKey.pem and no certificateChain.pem; create a bundle for a trial with 'npx emr-encryption certs development --out no-such-folder', or put the files of your CA there",
  },
  {
    did: "a zip where a folder is wanted",
    code: 'CertificateBundle.fromFolder(this, "b", { folder: zip, bucket });',
    told: "lake/b: folder 'test/fixtures/plans/objects/bundle.zip' (test/fixtures/plans/objects/bundle.zip) is a file; use fromZip for a zip",
  },
  {
    did: "a folder where a zip is wanted",
    code: 'CertificateBundle.fromZip(this, "b", { zip: certificates, bucket });',
    told: "(EISDIR); use fromFolder for a folder of PEM files",
  },
  {
    did: "a bucket by its URI",
    compile: true,
    code: 'CertificateBundle.fromFolder(this, "b", { folder: certificates, bucket: "s3://emr-artifacts" });',
    told: "lake/b: bucket is 's3://emr-artifacts', expected a BundleBucket, an aws_s3_bucket, or { bucket: its name }",
  },
  {
    did: "a bucket object with a URI for its name",
    code: 'CertificateBundle.fromFolder(this, "b", { folder: certificates, bucket: { bucket: "s3://emr-artifacts" } });',
    told: "lake/b: bucket is { bucket: 's3://emr-artifacts' }, expected a BundleBucket, an aws_s3_bucket, or { bucket: its name }",
  },
  {
    did: "an object key without .zip",
    code: 'CertificateBundle.fromFolder(this, "b", { folder: certificates, bucket, objectKey: "certs" });',
    told: "lake/b: objectKey is 'certs'; EMR requires a name that ends in .zip",
  },
  {
    did: "an object key with a slash in front",
    code: 'CertificateBundle.fromFolder(this, "b", { folder: certificates, bucket, objectKey: "/certs.zip" });',
    told: "lake/b: objectKey is '/certs.zip'; leave out the first '/' and double '//', which Terraform drops from the object's key",
  },
  {
    did: "a bundle by the URL of the console",
    code: 'CertificateBundle.fromUri(this, "b", "https://s3.amazonaws.com/emr/certs.zip");',
    told: "lake/b: uri is 'https://s3.amazonaws.com/emr/certs.zip'; write it like s3://bucket/key",
  },
  {
    did: "a sidecar that does not exist",
    code: 'CertificateBundle.fromObject(this, "b", { sidecar: "prod.bundle.json" });',
    told: "lake/b: sidecar 'prod.bundle.json' (prod.bundle.json) cannot be read (ENOENT); 'emr-encryption certs publish' writes it beside the zip",
  },
  {
    did: "a sidecar that is another JSON",
    code: 'CertificateBundle.fromObject(this, "b", { sidecar: "package.json" });',
    told: "lake/b: 'package.json' is not a sidecar: 'sidecarVersion' is missing; expected 1, the only version that this release reads; give the file that certs publish wrote",
  },
  {
    did: "a JAR that does not exist",
    code: 'new ProviderJar(this, "jar", { file: "no-such.jar", bucket });',
    told: "lake/jar: file 'no-such.jar' (no-such.jar) cannot be read (ENOENT); build the JAR first",
  },
  {
    did: "a class that the JAR does not have",
    code: encryption(
      `atRest: { s3: { mode: "CSE-Custom", jar: new ProviderJar(this, "jar", { file: jar, bucket }), providerClass: "com.example.None" } }, ${transit}`,
    ),
    told: "[lake/encryption/security-configuration] atRest.s3.providerClass: class com.example.None is not in the JAR; write com.example.S3Keys (providers.jar)",
  },
  {
    did: "a key by an alias where an ARN is wanted",
    code: 'EncryptionKey.fromArn(this, "key", "alias/emr");',
    told: "lake/key: arn is 'alias/emr', an alias; use fromAlias, or write the ARN of the key that it points to, arn:aws:kms:us-east-1:111122223333:key/…",
  },
  {
    did: "a key by the ARN of its alias",
    code: 'EncryptionKey.fromArn(this, "key", "arn:aws:kms:us-east-1:111122223333:alias/emr");',
    told: "lake/key: arn is 'arn:aws:kms:us-east-1:111122223333:alias/emr', the ARN of an alias; EMR requires the ARN of the key that the alias points to, arn:aws:kms:us-east-1:111122223333:key/…",
  },
  {
    did: "an alias without its prefix",
    code: 'new EncryptionKey(this, "key", { alias: "emr" });',
    told: "[lake/key] alias is 'emr'; write alias/ and a name of letters, digits, '/', '_' and '-' that does not begin with aws/",
  },
  {
    did: "a deletion window of a day",
    code: 'new EncryptionKey(this, "key", { deletionWindowInDays: 1 });',
    told: "[lake/key] deletionWindowInDays is 1, expected a whole number from 7 to 30",
  },
  {
    did: "a rotation period of a month",
    code: 'new EncryptionKey(this, "key", { rotationPeriodInDays: 30 });',
    told: "[lake/key] rotationPeriodInDays is 30, expected a whole number from 90 to 2560",
  },
  {
    did: "a grant without users",
    code: "s3Key.grantS3Data();",
    told: "lake/s3-key: the grant for s3 names no users; give a role, its ARN or its name",
  },
  {
    did: "a waiver for a rule that does not exist",
    code: `${encryption(transit)} Waiver.on(this, { rule: "config.share_key", reason: "r", expires: "2030-01-01" });`,
    told: "ERROR [PolicyCheck] lake: the waiver of config.share_key names a rule that does not exist; write config.shared_key",
  },
  {
    did: "a waiver without an end",
    compile: true,
    code: 'Waiver.on(this, { rule: "config.shared_key", reason: "for now" });',
    told: "lake: waiver.expires is missing; expected a literal string",
  },
  {
    did: "a waiver with a date that does not exist",
    code: 'Waiver.on(this, { rule: "config.shared_key", reason: "r", expires: "2030-02-30" });',
    told: "waiver on 'lake': expires is 'DATE'; give a day as YYYY-MM-DD",
  },
  {
    did: "the name of a parameter without its slash",
    code: encryption(`nameParameter: "emr security", ${transit}`),
    told: "lake/encryption: nameParameter is 'emr security', expected the name of an SSM parameter, such as /emr/security-configuration",
  },
];
