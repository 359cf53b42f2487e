import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import { EmrCluster, type EmrClusterConfig } from "@cdktf/provider-aws/lib/emr-cluster";
import { IamInstanceProfile } from "@cdktf/provider-aws/lib/iam-instance-profile";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, TerraformStack } from "cdktf";
import {
  BundleBucket,
  CertificateBundle,
  EmrEncryption,
  type EmrEncryptionConfig,
  EncryptionKey,
  type EncryptionKeyConfig,
  PolicyCheck,
  ProviderJar,
  SecurityConfiguration,
} from "../../../modules";
import { certificatesFolder, outdir } from "../stacks";

/** A mistake, as a user makes it. */
export interface Attempt {
  readonly did: string;
  /** The rule it breaks. */
  readonly rule: string;
  /** Whether the construct refuses it before any rule is asked. */
  readonly refused?: boolean;
  /** The message, or its beginning: the construct's path, then the fact. */
  readonly told: string;
  readonly fill: (stack: TerraformStack) => unknown;
  /** @default "us-east-1" */
  readonly region?: string;
  /** @default "development" */
  readonly environment?: string;
}

export const providers = join(__dirname, "../../fixtures/jars/providers.jar");
export const certificates = certificatesFolder();
export const role = (name: string) => `arn:aws:iam::111122223333:role/${name}`;
export const users = { instanceRole: role("nodes"), serviceRole: role("emr") };

/** The message of the synthesis, which fails for findings from a severity on. */
export function toldOf(
  { fill, region = "us-east-1", environment = "development" }: Pick<Attempt, "fill" | "region" | "environment">,
  failOn: "warning" | "info" = "warning",
): string {
  const app = new App({ outdir: mkdtempSync(join(outdir, "wrong-")), skipValidation: false });
  const stack = new TerraformStack(app, "lake");
  new AwsProvider(stack, "aws", { region });
  PolicyCheck.of(app, { environment, failOn });
  try {
    fill(stack);
    app.synth();
    return "nothing";
  } catch (error) {
    return (error as Error).message
      .replace(/^Validation failed with the following errors:\n {2}|\n\nIf you wish to ignore[\s\S]*$/g, "")
      .replaceAll(outdir, "…")
      .replace(/\b\d{4}-\d{2}-\d{2}\b/g, "DATE")
      .replace(/\b(certs|jar)-\w{6}\b/g, "$1")
      .replace(/(-[0-9a-f]{8})?_[0-9A-F]{8}\b|-[0-9a-f]{8}\b/g, "")
      .replaceAll(providers, "providers.jar");
  }
}

export const bundleIn = (stack: TerraformStack, objectKey?: string, folder = certificates) =>
  CertificateBundle.fromFolder(stack, "bundle", { folder, bucket: new BundleBucket(stack, "bucket"), objectKey });

export const jarIn = (stack: TerraformStack, file = providers) =>
  new ProviderJar(stack, "jar", { file, bucket: new BundleBucket(stack, "jars") });

export const encryption = (stack: TerraformStack, config: Partial<EmrEncryptionConfig> = {}) =>
  new EmrEncryption(stack, "encryption", {
    keyUsers: users,
    ...config,
    inTransit: config.inTransit ?? { provider: "PEM", bundle: bundleIn(stack) },
  });

export const cluster = (stack: TerraformStack, config: Partial<EmrClusterConfig>) =>
  new EmrCluster(stack, "cluster", {
    name: "lake",
    releaseLabel: "emr-7.5.0",
    serviceRole: users.serviceRole,
    applications: ["Spark"],
    masterInstanceGroup: { instanceType: "m6g.xlarge" },
    ...config,
  });

/** A cluster whose encryption has wrong arguments. */
export const clusterWith = (
  stack: TerraformStack,
  config: Partial<EmrEncryptionConfig>,
  of: Partial<EmrClusterConfig> = {},
) => cluster(stack, { securityConfiguration: encryption(stack, config).securityConfiguration.name, ...of });

/** Roles of the stack itself, of which everything is known. */
export const rolesIn = (stack: TerraformStack) => {
  const made = (name: string) =>
    new IamRole(stack, name, { assumeRolePolicy: '{"Version":"2012-10-17","Statement":[]}' });
  const nodes = made("nodes");
  const profile = new IamInstanceProfile(stack, "profile", { role: nodes.name });
  const emr = made("emr");
  return { nodes, emr, cluster: { serviceRole: emr.arn, ec2Attributes: { instanceProfile: profile.arn } } };
};

type Roles = ReturnType<typeof rolesIn>;

/** A cluster with the configuration alone, on keys made by hand. */
export function byHand(
  stack: TerraformStack,
  of: {
    readonly s3?: (roles: Roles) => EncryptionKeyConfig;
    readonly disk?: (roles: Roles) => EncryptionKeyConfig;
    readonly mapped?: string;
    readonly cluster?: Partial<EmrClusterConfig>;
    /** Who was forgotten. */
    readonly without?: readonly ("s3" | "disk" | "ebs" | "bundle")[];
  } = {},
) {
  const roles = rolesIn(stack);
  const { nodes, emr } = roles;
  const s3Key = new EncryptionKey(stack, "s3-key", of.s3?.(roles));
  const diskKey = new EncryptionKey(stack, "disk-key", of.disk?.(roles));
  const bundle = bundleIn(stack);
  const forgotten = new Set(of.without);
  if (!forgotten.has("s3")) s3Key.grantS3Data(nodes);
  if (!forgotten.has("disk")) diskKey.grantLocalDisk(nodes);
  if (!forgotten.has("ebs")) diskKey.grantEbs(emr);
  if (!forgotten.has("bundle")) bundle.grantRead(nodes, emr);
  const mappings = of.mapped && [{ Role: of.mapped, IdentifierType: "User", Identifiers: ["ann"] } as const];
  const configuration = new SecurityConfiguration(stack, "configuration", {
    atRest: { s3: { mode: "SSE-KMS", key: s3Key }, localDisk: { provider: "AwsKms", key: diskKey } },
    inTransit: { provider: "PEM", bundle },
    ...(mappings ? { authorization: { EmrFsConfiguration: { RoleMappings: mappings } } } : {}),
  });
  cluster(stack, { securityConfiguration: configuration.name, ...roles.cluster, ...of.cluster });
  return { s3Key, diskKey, bundle };
}
