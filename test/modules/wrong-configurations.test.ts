import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EmrCluster, type EmrClusterConfig } from "@cdktf/provider-aws/lib/emr-cluster";
import { IamInstanceProfile } from "@cdktf/provider-aws/lib/iam-instance-profile";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Subnet } from "@cdktf/provider-aws/lib/subnet";
import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { App, TerraformStack } from "cdktf";
import {
  BundleBucket,
  CertificateBundle,
  EmrEncryption,
  type EmrEncryptionConfig,
  EncryptionKey,
  PolicyCheck,
  ProviderJar,
  SecurityConfiguration,
} from "../../modules";
import { certificatesFolder } from "./stacks";

const folder = mkdtempSync(join(tmpdir(), "wrong-configurations-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const certificates = certificatesFolder();
const providers = join(__dirname, "../fixtures/jars/providers.jar");
const role = (name: string) => `arn:aws:iam::111122223333:role/${name}`;
const users = { instanceRole: role("nodes"), serviceRole: role("emr") };

/** What a user is told who synthesizes this, checked by the rules. */
function told(fill: (stack: TerraformStack) => void, region = "us-east-1"): string {
  const app = new App({ outdir: mkdtempSync(join(folder, "out-")), skipValidation: false });
  const stack = new TerraformStack(app, "lake");
  new AwsProvider(stack, "aws", { region });
  PolicyCheck.of(app, { environment: "development", failOn: "warning" });
  try {
    fill(stack);
    app.synth();
    return "nothing";
  } catch (error) {
    return (error as Error).message
      .replace(/(_[0-9A-F]{8}|-[0-9a-f]{8})\b/g, "")
      .replaceAll(providers, "providers.jar");
  }
}

const bundleIn = (stack: TerraformStack, objectKey?: string) =>
  CertificateBundle.fromFolder(stack, "bundle", {
    folder: certificates,
    bucket: new BundleBucket(stack, "bucket"),
    objectKey,
  });

const encryption = (stack: TerraformStack, config: Partial<EmrEncryptionConfig> = {}) =>
  new EmrEncryption(stack, "encryption", {
    keyUsers: users,
    ...config,
    inTransit: config.inTransit ?? { provider: "PEM", bundle: bundleIn(stack) },
  });

const cluster = (stack: TerraformStack, config: Partial<EmrClusterConfig>) =>
  new EmrCluster(stack, "cluster", {
    name: "lake",
    releaseLabel: "emr-7.5.0",
    serviceRole: users.serviceRole,
    applications: ["Spark"],
    masterInstanceGroup: { instanceType: "m6g.xlarge" },
    ...config,
  });

const jarIn = (stack: TerraformStack) =>
  new ProviderJar(stack, "jar", { file: providers, bucket: new BundleBucket(stack, "jars") });

/** Roles of the stack itself, of which everything is known. */
const rolesIn = (stack: TerraformStack) => {
  const made = (name: string) =>
    new IamRole(stack, name, { assumeRolePolicy: '{"Version":"2012-10-17","Statement":[]}' });
  const nodes = made("nodes");
  const profile = new IamInstanceProfile(stack, "profile", { role: nodes.name });
  const emr = made("emr");
  return { nodes, emr, cluster: { serviceRole: emr.arn, ec2Attributes: { instanceProfile: profile.arn } } };
};

/** The configuration alone, on keys whose users somebody forgot. */
const withoutUsers = (stack: TerraformStack, mapped?: string) => {
  const roles = rolesIn(stack);
  const s3Key = new EncryptionKey(stack, "s3-key");
  const diskKey = new EncryptionKey(stack, "disk-key");
  const configuration = new SecurityConfiguration(stack, "configuration", {
    atRest: { s3: { mode: "SSE-KMS", key: s3Key }, localDisk: { provider: "AwsKms", key: diskKey } },
    inTransit: { provider: "PEM", bundle: bundleIn(stack) },
    ...(mapped === undefined
      ? {}
      : {
          authorization: {
            EmrFsConfiguration: { RoleMappings: [{ Role: mapped, IdentifierType: "User", Identifiers: ["ann"] }] },
          },
        }),
  });
  return { s3Key, diskKey, configuration, ...roles };
};

const kerberos = {
  KerberosConfiguration: {
    Provider: "ClusterDedicatedKdc",
    ClusterDedicatedKdcConfiguration: { TicketLifetimeInHours: 24 },
  },
} as const;

test("what is right is told nothing", () => {
  expect(
    told((stack) => void cluster(stack, { securityConfiguration: encryption(stack).securityConfiguration.name })),
  ).toBe("nothing");
});

/** What a user did, the sentence it gets, the doing, and another Region than the bundle's. */
type Attempt = readonly [did: string, sentence: string, fill: (stack: TerraformStack) => unknown, region?: string];

const attempts: readonly Attempt[] = [
  [
    "a misspelt property",
    "[lake/encryption/security-configuration] InstanceMetadataServiceConfiguration.HttpPutResponseHopLimits is not a property of EMR; write HttpPutResponseHopLimit",
    (stack) =>
      encryption(stack, {
        instanceMetadata: { MinimumInstanceMetadataServiceVersion: 2, HttpPutResponseHopLimits: 2 } as never,
      }),
  ],
  [
    "EBS left clear",
    "[lake/encryption/security-configuration/generation] config.ebs_not_encrypted: EnableEbsEncryption is not true, so the root volumes of nodes are not encrypted. Set EnableEbsEncryption to true",
    (stack) =>
      encryption(stack, { atRest: { s3: { mode: "SSE-KMS" }, localDisk: { provider: "AwsKms", ebs: false } } }),
  ],
  [
    "a service role that is no user of the key",
    "[lake/disk-key/policy] key.service_role_not_user: the service role aws_iam_role.emr.arn lacks kms:CreateGrant, kms:Decrypt, kms:DescribeKey, kms:GenerateDataKeyWithoutPlaintext on the key aws_kms_key.disk-key_resource.arn of EBS volumes",
    (stack) => {
      const { configuration, s3Key, diskKey, nodes, cluster: roles } = withoutUsers(stack);
      s3Key.grantS3Data(nodes);
      diskKey.grantLocalDisk(nodes);
      cluster(stack, { securityConfiguration: configuration.name, ...roles });
    },
  ],
  [
    "a nodes' role that is no user of the key",
    "[lake/s3-key/policy] key.instance_role_not_user: the nodes' role aws_iam_role.nodes.arn lacks kms:Decrypt, kms:GenerateDataKey on the key aws_kms_key.s3-key_resource.arn of S3",
    (stack) => {
      const { configuration, diskKey, nodes, emr, cluster: roles } = withoutUsers(stack);
      diskKey.grantLocalDisk(nodes);
      diskKey.grantEbs(emr);
      cluster(stack, { securityConfiguration: configuration.name, ...roles });
    },
  ],
  [
    "a mapped role that is no user of the key",
    "[lake/s3-key/policy] key.mapped_role_not_user: the mapped role aws_iam_role.analysts.arn lacks kms:Decrypt, kms:GenerateDataKey on the key aws_kms_key.s3-key_resource.arn of S3",
    (stack) => {
      const analysts = new IamRole(stack, "analysts", { assumeRolePolicy: '{"Version":"2012-10-17","Statement":[]}' });
      const { s3Key, diskKey, nodes, emr } = withoutUsers(stack, analysts.arn);
      s3Key.grantS3Data(nodes);
      diskKey.grantLocalDisk(nodes);
      diskKey.grantEbs(emr);
    },
  ],
  [
    "a disabled key",
    "[lake/encryption/s3-key/resource] key.disabled: the key aws_kms_key.encryption_s3-key_resource.arn is disabled, and EMR uses it",
    (stack) => {
      const { s3Key } = encryption(stack);
      (s3Key as EncryptionKey).resource.addOverride("is_enabled", false);
    },
  ],
  [
    "a class that is not in the JAR",
    "[lake/encryption/security-configuration] s3.providerClass: class com.example.Keys is not in the JAR (providers.jar)",
    (stack) =>
      encryption(stack, {
        atRest: { s3: { mode: "CSE-Custom", jar: jarIn(stack), providerClass: "com.example.Keys" } },
      }),
  ],
  [
    "a class for another place",
    "[lake/encryption/security-configuration] tls.providerClass: class com.example.DiskKeys is no com.amazonaws.services.elasticmapreduce.spi.security.TLSArtifactsProvider; extend or implement it (providers.jar)",
    (stack) =>
      encryption(stack, {
        inTransit: { provider: "Custom", jar: jarIn(stack), providerClass: "com.example.DiskKeys" },
      }),
  ],
  [
    "one class for S3 and local disk",
    "[lake/encryption/security-configuration] localDisk.providerClass: class com.example.S3Keys is no com.amazonaws.services.elasticmapreduce.spi.security.EncryptionMaterialsProvider; extend or implement it (providers.jar)",
    (stack) => {
      const jar = jarIn(stack);
      const providerClass = "com.example.S3Keys";
      encryption(stack, {
        atRest: {
          s3: { mode: "CSE-Custom", jar, providerClass },
          localDisk: { provider: "Custom", jar, providerClass },
        },
      });
    },
  ],
  [
    "a certificate for another Region",
    "[lake/bundle/resource] cert.wrong_region: certificateChain.pem[0]: certificateChain.pem[0] is made for ec2.internal, the nodes are in eu-west-1.compute.internal",
    (stack) => {
      const vpc = new Vpc(stack, "vpc", { cidrBlock: "10.0.0.0/16", enableDnsHostnames: true });
      const { id: subnetId } = new Subnet(stack, "subnet", { vpcId: vpc.id, cidrBlock: "10.0.0.0/24" });
      const { instanceProfile } = rolesIn(stack).cluster.ec2Attributes;
      const { name } = encryption(stack).securityConfiguration;
      cluster(stack, { securityConfiguration: name, ec2Attributes: { instanceProfile, subnetId } });
    },
    "eu-west-1",
  ],
  [
    "a release that needs version 1 of the metadata service",
    "[lake/cluster] cluster.imds_release: emr-5.30.0 calls version 1 of the instance metadata service, and the security configuration demands version 2",
    (stack) =>
      cluster(stack, {
        releaseLabel: "emr-5.30.0",
        securityConfiguration: encryption(stack, {
          instanceMetadata: { MinimumInstanceMetadataServiceVersion: 2, HttpPutResponseHopLimit: 2 },
        }).securityConfiguration.name,
      }),
  ],
  [
    "Kerberos that the cluster knows nothing of",
    "[lake/cluster] cluster.kerberos_mismatch: the security configuration asks for Kerberos, and the cluster has no kerberos_attributes",
    (stack) =>
      cluster(stack, {
        securityConfiguration: encryption(stack, { authentication: kerberos }).securityConfiguration.name,
      }),
  ],
  [
    "a release with a defect",
    "[lake/cluster] cluster.release_defect: emr-5.31.0: Hive fails where data at rest is encrypted. Use a later release",
    (stack) =>
      cluster(stack, {
        releaseLabel: "emr-5.31.0",
        applications: ["Hive"],
        securityConfiguration: encryption(stack).securityConfiguration.name,
      }),
  ],
  [
    "an object's key with a slash before it",
    "[lake/bundle] objectKey is '/certs.zip'; leave out the first '/' and double '//', which Terraform drops from the object's key",
    (stack) => encryption(stack, { inTransit: { provider: "PEM", bundle: bundleIn(stack, "/certs.zip") } }),
  ],
  [
    "a bundle whose changes Terraform does not see",
    "[lake/bundle/resource] object.change_unseen: nothing tells Terraform that the bundle changed: there is neither source_hash nor etag",
    (stack) => {
      const bundle = bundleIn(stack);
      bundle.resource.resetSourceHash();
      encryption(stack, { inTransit: { provider: "PEM", bundle } });
    },
  ],
  [
    "a cluster without the configuration",
    "[lake/cluster] cluster.no_security_configuration: the cluster has no security_configuration",
    (stack) => {
      encryption(stack);
      cluster(stack, {});
    },
  ],
  [
    "one key for S3 and local disks",
    "[lake/encryption/security-configuration/generation] config.shared_key: S3 and local disks share the KMS key aws_kms_key.key_resource.arn, need a key for each",
    (stack) => {
      const key = new EncryptionKey(stack, "key");
      encryption(stack, { atRest: { s3: { mode: "SSE-KMS", key }, localDisk: { provider: "AwsKms", key } } });
    },
  ],
  [
    "an instance profile as a key's user",
    "[lake/encryption/s3-key] 'arn:aws:iam::111122223333:instance-profile/nodes' is an instance profile; give the ARN of the role in it",
    (stack) => encryption(stack, { keyUsers: { instanceRole: "arn:aws:iam::111122223333:instance-profile/nodes" } }),
  ],
  [
    "a role by the name that Terraform gives it",
    "lake/encryption/s3-key: a user for s3 is ${aws_iam_role.nodes.name}, the name of a role; give the role itself, or its arn",
    (stack) =>
      encryption(stack, { keyUsers: { instanceRole: new IamRole(stack, "nodes", { assumeRolePolicy: "{}" }).name } }),
  ],
];

test.each(attempts.map((attempt) => ({ name: attempt[0], attempt })))(
  "$name",
  ({ attempt: [, sentence, fill, region] }) => {
    expect(told((stack) => void fill(stack), region)).toMatch(sentence);
  },
);
