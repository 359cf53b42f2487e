import type { Construct } from "constructs";
import { principalProblem } from "../../formats/key-policy";
import { readRelease } from "../../formats/releases";
import type {
  CseCustomMode,
  CustomLocalDiskEncryption,
  InTransitEncryption,
  KmsLocalDiskSettings,
  S3Overrides,
  SseS3Mode,
} from "../../formats/security-configuration";
import {
  type Arguments,
  anything,
  checkArguments,
  either,
  flag,
  group,
  key,
  leaf,
  list,
  oneOf,
  parameterName,
  text,
} from "../arguments";
import type { IEncryptionKey, RemovalPolicy } from "../encryption-key";
import { checkKeyUser, type KeyUser } from "../key-user";
import { type Placement, partition, placementArguments } from "../placement";
import { type GenerationSettings, generationArguments } from "../security-configuration";
import type { ConstructLeaves } from "../security-configuration-leaves";
import { checkSettings, orOff } from "../setting-arguments";
import type { ClusterConfiguration, EmrfsSite } from "./emrfs-site";

/** The roles that a cluster runs with. Each gets the permissions that it needs, on the keys that it uses. */
export interface KeyUsers {
  /**
   * Role of the instance profile, which the nodes use.
   *
   * @default "EMR_EC2_DefaultRole", looked up in the account
   */
  readonly instanceRole?: KeyUser;

  /**
   * Service role of EMR, which attaches encrypted EBS volumes.
   *
   * @default "EMR_DefaultRole", looked up in the account
   */
  readonly serviceRole?: KeyUser;

  /**
   * Roles that EMRFS assumes for requests to S3. Those of `authorization.EmrFsConfiguration` are added.
   *
   * @default - none
   */
  readonly emrfsRoles?: readonly KeyUser[];

  /**
   * Administrators of the keys that are created here; see {@link KeyPolicyConfig.administrators}.
   *
   * @default - the principals to which IAM policies of the account allow it
   */
  readonly administrators?: readonly KeyUser[];
}

/** A key that is created where none is given. */
export interface OptionalKey {
  /**
   * Key for this place only.
   *
   * @default - a new {@link EncryptionKey}
   */
  readonly key?: IEncryptionKey;
}

/** EMRFS encrypts objects in S3 with a KMS key. */
export interface EmrS3KmsEncryption extends OptionalKey, S3Overrides<ConstructLeaves> {
  /** `SSE-KMS`: S3 encrypts. `CSE-KMS`: the nodes encrypt, with data keys that the KMS key encrypts. */
  readonly mode: "SSE-KMS" | "CSE-KMS";
}

/** How EMRFS encrypts objects in S3. A key that is left out is created. */
export type EmrS3Encryption =
  | EmrS3KmsEncryption
  | (SseS3Mode & S3Overrides<ConstructLeaves>)
  | (CseCustomMode<ConstructLeaves> & S3Overrides<ConstructLeaves>);

/** How the volumes of the nodes are encrypted. A key that is left out is created. */
export type EmrLocalDiskEncryption = (KmsLocalDiskSettings & OptionalKey) | CustomLocalDiskEncryption<ConstructLeaves>;

/** Encryption at rest. A key that is left out is created. */
export interface EmrEncryptionAtRest {
  /**
   * Objects of EMRFS in S3.
   *
   * @default - not encrypted by EMR
   */
  readonly s3?: EmrS3Encryption;

  /**
   * Local disks of the nodes.
   *
   * @default - not encrypted by EMR
   */
  readonly localDisk?: EmrLocalDiskEncryption;
}

/** Settings of one generation of the security configuration. */
export interface EmrEncryptionSettings
  extends Pick<
    GenerationSettings,
    "wal" | "instanceMetadata" | "authentication" | "authorization" | "samlLakeFormation" | "importFrom"
  > {
  /**
   * Encryption at rest.
   *
   * @default - SSE-KMS for S3, and AwsKms with EBS for local disks, each with a new key
   */
  readonly atRest?: EmrEncryptionAtRest | "off";

  /** Encryption in transit. Required: pass `"off"` to disable it explicitly. */
  readonly inTransit: InTransitEncryption<ConstructLeaves> | "off";

  /**
   * Properties of `emrfs-site` that a `providerClass` for S3 reads from the cluster's configuration, such as `my.kms.key.id`. A key is written as
   * its ARN, and the roles that use objects in S3 become its users. Pass them to the cluster with {@link EmrEncryption.clusterConfigurations}.
   *
   * @default - none
   */
  readonly emrfsSite?: EmrfsSite;

  /**
   * Release of the clusters, such as `emr-7.12.0`, where all of them have one. With S3A, the default connector to S3 from emr-7.10.0 on,
   * {@link EmrEncryption.clusterConfigurations} contain `emrfsSite` as `core-site` as well, which S3A reads. With Apache Ranger they select EMRFS, which
   * AWS requires.
   *
   * @default - not known: `emrfsSite` is for EMRFS
   */
  readonly releaseLabel?: string;
}

/** Arguments of a cluster that uses a previous generation. */
export interface EmrGeneration {
  /** Name of the security configuration: `security_configuration` of `aws_emr_cluster`. */
  readonly name: string;
  /** Part of its `configurations_json`; see {@link EmrEncryption.clusterConfigurations}. */
  readonly clusterConfigurations: readonly ClusterConfiguration[];
}

/** Encryption of log files in S3. */
export interface EmrLogEncryption {
  /**
   * Key for log files.
   *
   * @default - a new {@link EncryptionKey}
   */
  readonly key?: IEncryptionKey;
}

/** Arguments of {@link EmrEncryption}. */
export interface EmrEncryptionConfig extends EmrEncryptionSettings, Placement {
  /**
   * First part of the names of the keys and the security configuration.
   *
   * @default - the path of the construct, with "-" for "/"
   */
  readonly name?: string;

  /**
   * The roles that a cluster runs with.
   *
   * @default - the default roles of EMR
   */
  readonly keyUsers?: KeyUsers;

  /**
   * Encryption of log files in S3, for `log_encryption_kms_key_id` of the cluster. Pass `{}` to create a key.
   *
   * @default - no key for log files
   */
  readonly logs?: EmrLogEncryption;

  /**
   * What happens to the keys that are created here when Terraform has to destroy or replace them; see {@link ManagedKeyConfig.removalPolicy}.
   *
   * @default "retain"
   */
  readonly removalPolicy?: RemovalPolicy;

  /**
   * Previous generations that running clusters still use, with the same settings as before; see {@link SecurityConfiguration}. The users of
   * their keys and bundles keep their permissions.
   *
   * @default - none
   */
  readonly previous?: readonly EmrEncryptionSettings[];

  /**
   * Name of an SSM parameter that contains the name of the current security configuration, for schedulers that start clusters by name.
   *
   * @default - no parameter
   */
  readonly nameParameter?: string;

  /**
   * Whether to add Terraform outputs for the name, the ARNs of the keys, and the date on which the first certificate expires.
   *
   * @default false
   */
  readonly outputs?: boolean;
}

const release = leaf(
  "a literal release label, such as emr-7.14.0 or emr-spark-8.1.0",
  (value) => typeof value === "string" && readRelease(value) !== undefined,
);
const settingsHere: Arguments<EmrEncryptionSettings> = {
  ...generationArguments,
  atRest: orOff,
  inTransit: orOff,
  emrfsSite: group,
  releaseLabel: release,
};
const configArguments: Arguments<EmrEncryptionConfig> = {
  ...settingsHere,
  ...placementArguments,
  name: text,
  keyUsers: group,
  logs: group,
  removalPolicy: oneOf("retain", "destroy"),
  previous: list,
  nameParameter: parameterName,
  outputs: flag,
};
const logArguments: Arguments<EmrLogEncryption> = { key };
const userArguments: Arguments<KeyUsers> = {
  instanceRole: anything,
  serviceRole: anything,
  emrfsRoles: list,
  administrators: list,
};

/** @throws Error for an argument that does not exist, is missing or of another type */
export function checkConfig(scope: Construct, config: EmrEncryptionConfig): void {
  const { path } = scope.node;
  checkArguments(path, config, configArguments, ["inTransit"]);
  checkKeyUsers(scope, config);
  checkArguments(`${path}: logs`, config.logs ?? {}, logArguments);
  const previous = config.previous ?? [];
  for (const [index, settings] of previous.entries())
    checkArguments(`${path}: previous[${index}]`, settings, settingsHere, ["inTransit"]);
  for (const settings of [config, ...previous]) {
    checkSettings(scope, settings);
    for (const [property, value] of Object.entries(settings.emrfsSite ?? {})) {
      const wanted = either(key, text);
      checkArguments(`${path}: emrfsSite`, { [property]: value }, { [property]: wanted }, [property]);
    }
  }
}

function checkKeyUsers(scope: Construct, { keyUsers = {}, provider, region }: EmrEncryptionConfig): void {
  const { path } = scope.node;
  checkArguments(`${path}: keyUsers`, keyUsers, userArguments);
  const { instanceRole, serviceRole, emrfsRoles = [], administrators = [] } = keyUsers;
  const roles = { instanceRole, serviceRole, ...byIndex("emrfsRoles", emrfsRoles) };
  for (const [argument, user] of Object.entries({ ...roles, ...byIndex("administrators", administrators) })) {
    if (user === undefined && !argument.endsWith("]")) continue;
    checkKeyUser(scope, user as KeyUser, `keyUsers.${argument}`);
    if (typeof user !== "string" || !user.startsWith("arn:")) continue;
    const problem = principalProblem(user, partition(scope, { provider, region }));
    if (problem !== undefined) throw new Error(`${path}: keyUsers.${argument}: ${problem}`);
    if (argument in roles && /^arn:[\w-]+:iam::\d{12}:user\//.test(user))
      throw new Error(`${path}: keyUsers.${argument} is '${user}', an IAM user; EMR uses roles only, so pass a role`);
  }
}

const byIndex = (name: string, users: readonly KeyUser[]) =>
  Object.fromEntries(users.map((user, index) => [`${name}[${index}]`, user] as const));
