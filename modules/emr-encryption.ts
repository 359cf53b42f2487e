import { type ITerraformDependable, TerraformOutput } from "cdktf";
import { Construct } from "constructs";
import type {
  InTransitEncryption,
  LocalDiskEncryption,
  S3Encryption,
  SecuritySettings,
} from "../formats/security-configuration";
import { type Arguments, checkArguments, either, group, key, list, oneOf, text } from "./arguments";
import { type ClusterConfiguration, clusterConfigurations, type EmrfsSite, sameSite } from "./emrfs-site";
import { EncryptionKey, type IEncryptionKey } from "./encryption-key";
import type { KeyUser } from "./key-user";
import { type Placement, placementArguments } from "./placement";
import { generationId, SecurityConfiguration } from "./security-configuration";
import type { ConstructLeaves } from "./security-configuration-leaves";
import { checkSettings, orOff, settingArguments } from "./setting-arguments";

/** The roles that a cluster runs with. Each gets the rights it needs, on the keys it needs them on. */
export interface KeyUsers {
  /**
   * Role of the instance profile: the nodes themselves.
   *
   * @default "EMR_EC2_DefaultRole", looked up in the account
   */
  readonly instanceRole?: KeyUser;

  /**
   * Role of EMR itself, which attaches encrypted EBS volumes.
   *
   * @default "EMR_DefaultRole", looked up in the account
   */
  readonly serviceRole?: KeyUser;

  /**
   * Roles that EMRFS takes for requests to S3. Those of `authorization.EmrFsConfiguration` are added.
   *
   * @default - none
   */
  readonly emrfsRoles?: readonly KeyUser[];

  /**
   * Who may change the keys that are made here, but not use them.
   *
   * @default - whom the account's IAM policies allow it
   */
  readonly administrators?: readonly KeyUser[];
}

/** The same settings, with a key that may be left out. */
type KeyOptional<T> = T extends { readonly key: IEncryptionKey }
  ? Omit<T, "key"> & {
      /**
       * Key for this place alone.
       *
       * @default - an {@link EncryptionKey} of its own
       */
      readonly key?: IEncryptionKey;
    }
  : T;

/** Encryption at rest, with keys that are made where none is given. */
export interface EmrEncryptionAtRest {
  /**
   * Objects of EMRFS in S3.
   *
   * @default - not encrypted by EMR
   */
  readonly s3?: KeyOptional<S3Encryption<ConstructLeaves>>;

  /**
   * Local disks of the nodes.
   *
   * @default - not encrypted by EMR
   */
  readonly localDisk?: KeyOptional<LocalDiskEncryption<ConstructLeaves>>;
}

/** What one generation of the security configuration says. */
export interface EmrEncryptionSettings
  extends Pick<
    SecuritySettings<ConstructLeaves>,
    "wal" | "instanceMetadata" | "authentication" | "authorization" | "samlLakeFormation"
  > {
  /**
   * Encryption at rest.
   *
   * @default - SSE-KMS for S3, and AwsKms with EBS for local disks, each with a key of its own
   */
  readonly atRest?: EmrEncryptionAtRest | "off";

  /** Encryption in transit; nobody goes without it unawares. */
  readonly inTransit: InTransitEncryption<ConstructLeaves> | "off";

  /**
   * Properties of `emrfs-site`, which a `providerClass` for S3 reads from the cluster's configuration, such as `my.kms.key.id`. A key is written
   * as its ARN, and the roles that work with objects in S3 become its users. They go to the cluster by {@link EmrEncryption.clusterConfigurations}.
   *
   * @default - none
   */
  readonly emrfsSite?: EmrfsSite;
}

/** What a cluster of a former generation is given, whenever it is started. */
export interface EmrGeneration {
  /** Name of the security configuration: `security_configuration` of `aws_emr_cluster`. */
  readonly name: string;
  /** Its part of `configurations_json`; see {@link EmrEncryption.clusterConfigurations}. */
  readonly clusterConfigurations: readonly ClusterConfiguration[];
}

/** Arguments of {@link EmrEncryption}. */
export interface EmrEncryptionConfig extends EmrEncryptionSettings, Placement {
  /**
   * First part of the names of keys and security configuration.
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
   * Key for log files in S3, to give to the cluster as `log_encryption_kms_key_id`: one that is given, or one of its own.
   *
   * @default - none
   */
  readonly logs?: IEncryptionKey | "own key";

  /**
   * Former generations that running clusters still use, word for word as they were; see {@link SecurityConfiguration}. Their keys and
   * bundles keep their users.
   *
   * @default - none
   */
  readonly former?: readonly EmrEncryptionSettings[];

  /**
   * Name of an SSM parameter that holds the name of the current security configuration, for schedulers that start clusters by name.
   *
   * @default - none
   */
  readonly nameParameter?: string;

  /**
   * Whether Terraform puts out the name, the ARNs of the keys, and the day on which the certificates end.
   *
   * @default false
   */
  readonly outputs?: boolean;
}

/**
 * Everything that EMR needs for encryption at rest and in transit: keys with the rights of their users, and the security configuration that
 * joins them.
 *
 * @example
 * const encryption = new EmrEncryption(this, "encryption", {
 *   keyUsers: { instanceRole: "EMR_EC2_DefaultRole", emrfsRoles: [analysts] },
 *   atRest: { s3: { mode: "SSE-KMS" }, localDisk: { provider: "AwsKms" } },
 *   inTransit: { provider: "PEM", bundle: CertificateBundle.fromFolder(this, "bundle", { folder: "certs", bucket }) },
 * });
 *
 * @see https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-data-encryption.html
 */
export class EmrEncryption extends Construct {
  /** Key for objects in S3, where the mode takes one. */
  readonly s3Key?: IEncryptionKey;
  /** Key for local disks, where the provider takes one. */
  readonly localDiskKey?: IEncryptionKey;
  /** Key for log files, where one was asked for. */
  readonly logKey?: IEncryptionKey;
  /** The security configuration; its name goes to a cluster. */
  readonly securityConfiguration: SecurityConfiguration;
  /**
   * What the cluster's own configuration has to say beside the security configuration: goes, merged with yours, into `configurations_json` of
   * `aws_emr_cluster`; empty where nothing has to be said.
   *
   * @see https://docs.aws.amazon.com/emr/latest/ReleaseGuide/emr-configure-apps.html
   */
  readonly clusterConfigurations: readonly ClusterConfiguration[];
  /** What clusters of former generations are given, in the order of `former`. */
  readonly former: readonly EmrGeneration[];

  private readonly config: EmrEncryptionConfig;
  private readonly name: string;
  /** Keys that classes for S3 take from the cluster's configuration, of every generation. */
  private readonly emrfsKeys: readonly IEncryptionKey[];

  /**
   * @throws Error for a user that is neither an ARN nor the name of a role, for a name that is too long, and for a former generation that
   *   repeats another. The document and the rights are checked when the stack is synthesized.
   */
  constructor(scope: Construct, id: string, config: EmrEncryptionConfig) {
    super(scope, id);
    checkConfig(this, config);
    this.config = config;
    this.name = config.name ?? this.node.path.replaceAll("/", "-");
    const { nameParameter, provider, region, former = [], logs } = config;

    const current = this.withKeys(config);
    const all = [current, ...former.map((settings) => this.withKeys(settings))];
    const { s3, localDisk } = current.atRest ?? {};
    this.s3Key = s3 && "key" in s3 ? s3.key : undefined;
    this.localDiskKey = localDisk && "key" in localDisk ? localDisk.key : undefined;
    this.logKey = logs === "own key" ? this.ownKey("logs") : logs;

    const ids = all.map((settings) => generationId(this, settings));
    const twins = ids.map((id) => all[ids.indexOf(id)]);
    const said = ({ emrfsSite, ...settings }: Generation) => settings;
    this.securityConfiguration = new SecurityConfiguration(this, "security-configuration", {
      ...said(current),
      name: this.name,
      // Generations that differ in emrfs-site alone have one security configuration.
      former: all
        .filter(
          (one, index) => index > 0 && (twins[index] === one || sameSite(this, twins[index]?.emrfsSite, one.emrfsSite)),
        )
        .map(said),
      nameParameter,
      provider,
      region,
    });
    this.clusterConfigurations = clusterConfigurations(current.emrfsSite);
    this.former = all.slice(1).map(({ emrfsSite }, index) => ({
      name: this.securityConfiguration.generation(ids[index + 1] ?? "").name,
      clusterConfigurations: clusterConfigurations(emrfsSite),
    }));
    this.emrfsKeys = all.flatMap(({ emrfsSite = {} }) =>
      Object.values(emrfsSite).filter((value) => typeof value !== "string"),
    );
    this.grantRights(all);
    if (config.outputs) this.putOut(current);
  }

  /** What a cluster waits for: the configuration, and the rights of its roles on keys, bundles and JARs. */
  get dependables(): readonly ITerraformDependable[] {
    const keys = [...(this.logKey ? [this.logKey] : []), ...this.emrfsKeys];
    return [...new Set([...this.securityConfiguration.dependables, ...keys.flatMap(({ dependables }) => dependables)])];
  }

  private withKeys(settings: EmrEncryptionSettings): Generation {
    const { atRest = bothAtRest, inTransit, wal, instanceMetadata, authentication, authorization } = settings;
    const s3 = atRest === "off" || !atRest.s3 ? undefined : this.s3WithKey(atRest.s3);
    const localDisk = atRest === "off" || !atRest.localDisk ? undefined : this.diskWithKey(atRest.localDisk);
    return {
      ...(s3 ? { atRest: { s3, localDisk } } : localDisk ? { atRest: { localDisk } } : {}),
      ...(inTransit === "off" ? {} : { inTransit }),
      wal,
      instanceMetadata,
      authentication,
      authorization,
      samlLakeFormation: settings.samlLakeFormation,
      emrfsSite: settings.emrfsSite,
    };
  }

  private s3WithKey(s3: NonNullable<EmrEncryptionAtRest["s3"]>): S3Encryption<ConstructLeaves> {
    return s3.mode === "SSE-KMS" || s3.mode === "CSE-KMS" ? { ...s3, key: s3.key ?? this.ownKey("s3") } : s3;
  }

  private diskWithKey(disk: NonNullable<EmrEncryptionAtRest["localDisk"]>): LocalDiskEncryption<ConstructLeaves> {
    return disk.provider === "AwsKms" ? { ...disk, key: disk.key ?? this.ownKey("local-disk") } : disk;
  }

  /** The key of this construct for a purpose, the same for all generations. */
  private ownKey(purpose: "s3" | "local-disk" | "logs"): EncryptionKey {
    const id = `${purpose}-key`;
    const found = this.node.tryFindChild(id);
    if (found instanceof EncryptionKey) return found;
    const { keyUsers, provider, region } = this.config;
    return new EncryptionKey(this, id, {
      alias: `alias/${this.name}-${purpose}`,
      administrators: keyUsers?.administrators,
      provider,
      region,
    });
  }

  private grantRights(generations: readonly Generation[]): void {
    const { keyUsers: users = {} } = this.config;
    const instance = users.instanceRole ?? "EMR_EC2_DefaultRole";
    const service = users.serviceRole ?? "EMR_DefaultRole";
    const uses = generations.map(usesOf);
    const every = <T>(of: (use: ReturnType<typeof usesOf>) => readonly T[]) => new Set(uses.flatMap(of));

    const mapped = every(({ roles }) => roles);
    for (const key of new Set([...every(({ s3Keys }) => s3Keys), ...this.emrfsKeys]))
      key.grantS3Data(instance, ...(users.emrfsRoles ?? []), ...mapped);
    for (const key of every(({ diskKeys }) => diskKeys)) key.grantLocalDisk(instance);
    for (const key of every(({ ebsKeys }) => ebsKeys)) key.grantEbs(service);
    for (const key of every(({ walKeys }) => walKeys)) key.grantWal(instance);
    for (const object of every(({ objects }) => objects)) object.grantRead(instance, service);
    this.logKey?.grantLogs(instance, service);
  }

  private putOut({ inTransit }: SecuritySettings<ConstructLeaves>): void {
    const prefix = this.node.path.split("/").slice(1).join("-");
    const output = (name: string, description: string, value: string | undefined) => {
      if (value !== undefined) new TerraformOutput(this, `${prefix}-${name}`, { description, value, staticId: true });
    };
    output(
      "security-configuration-name",
      "Goes to aws_emr_cluster.security_configuration",
      this.securityConfiguration.name,
    );
    output("s3-key-arn", "Key for objects in S3", this.s3Key?.arn);
    output("local-disk-key-arn", "Key for local disks", this.localDiskKey?.arn);
    output("log-key-arn", "Goes to aws_emr_cluster.log_encryption_kms_key_id", this.logKey?.arn);
    const bundle = inTransit?.provider === "PEM" ? inTransit.bundle : undefined;
    output("certificates-end", "When the first certificate of the chain ends", bundle?.notAfter?.toISOString());
  }
}

const settingsHere: Arguments<EmrEncryptionSettings> = {
  ...settingArguments,
  atRest: orOff,
  inTransit: orOff,
  emrfsSite: group,
};
const configArguments: Arguments<EmrEncryptionConfig> = {
  ...settingsHere,
  ...placementArguments,
  name: text,
  keyUsers: group,
  logs: either(key, oneOf("own key")),
  former: list,
  nameParameter: text,
  outputs: "any",
};
const userArguments: Arguments<KeyUsers> = {
  instanceRole: "any",
  serviceRole: "any",
  emrfsRoles: list,
  administrators: list,
};

function checkConfig(scope: EmrEncryption, config: EmrEncryptionConfig): void {
  const { path } = scope.node;
  checkArguments(path, config, configArguments, ["inTransit"]);
  checkArguments(`${path}: keyUsers`, config.keyUsers ?? {}, userArguments);
  const former = config.former ?? [];
  for (const [index, settings] of former.entries())
    checkArguments(`${path}: former[${index}]`, settings, settingsHere, ["inTransit"]);
  for (const settings of [config, ...former]) {
    checkSettings(scope, settings);
    for (const [property, value] of Object.entries(settings.emrfsSite ?? {})) {
      const wanted = either(key, text);
      checkArguments(`${path}: emrfsSite`, { [property]: value }, { [property]: wanted });
    }
  }
}

const bothAtRest: EmrEncryptionAtRest = { s3: { mode: "SSE-KMS" }, localDisk: { provider: "AwsKms" } };

/** What a generation says, with all its keys. */
interface Generation extends SecuritySettings<ConstructLeaves> {
  readonly emrfsSite?: EmrfsSite;
}

/** What one generation uses, and how. */
function usesOf({ atRest, inTransit, wal, authorization }: SecuritySettings<ConstructLeaves>) {
  const { s3, localDisk } = atRest ?? {};
  const s3Parts = [...(s3 ? [s3] : []), ...(s3?.overrides ?? [])];
  const diskKeys = localDisk?.provider === "AwsKms" ? [localDisk.key] : [];
  return {
    s3Keys: s3Parts.flatMap((part) => ("key" in part ? [part.key] : [])),
    diskKeys,
    ebsKeys: localDisk?.provider === "AwsKms" && (localDisk.ebs ?? true) ? diskKeys : [],
    walKeys: wal?.key ? [wal.key] : [],
    // One that is missing is told with the document.
    objects: [
      ...s3Parts.flatMap((part) => ("jar" in part ? [part.jar] : [])),
      ...(localDisk?.provider === "Custom" ? [localDisk.jar] : []),
      ...(inTransit?.provider === "PEM" ? [inTransit.bundle] : []),
      ...(inTransit?.provider === "Custom" ? [inTransit.jar] : []),
    ].filter((object) => object !== undefined),
    roles: authorization?.EmrFsConfiguration?.RoleMappings.map(({ Role }) => Role) ?? [],
  };
}
