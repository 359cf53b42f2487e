import type { ITerraformDependable, TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import type {
  AtRestEncryption,
  InTransitEncryption,
  LocalDiskEncryption,
  S3Encryption,
  S3Override,
  SecuritySettings,
} from "../formats/security-configuration";
import { EncryptionKey, type IEncryptionKey } from "./encryption-key";
import { type KeyUser, keyUserArn } from "./key-user";
import { type ConstructLeaves, SecurityConfiguration } from "./security-configuration";

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

/** Arguments of {@link EmrEncryption}. */
export interface EmrEncryptionConfig
  extends Pick<
    SecuritySettings<ConstructLeaves>,
    "wal" | "instanceMetadata" | "authentication" | "authorization" | "samlLakeFormation"
  > {
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
   * Encryption at rest.
   *
   * @default - SSE-KMS for S3, and AwsKms with EBS for local disks, each with a key of its own
   */
  readonly atRest?: EmrEncryptionAtRest | "off";

  /** Encryption in transit; nobody goes without it unawares. */
  readonly inTransit: InTransitEncryption<ConstructLeaves> | "off";

  /**
   * Settings of former generations that running clusters still use; see {@link SecurityConfiguration}.
   *
   * @default - none
   */
  readonly former?: readonly SecuritySettings<ConstructLeaves>[];

  /**
   * Name of an SSM parameter that holds the name of the current security configuration.
   *
   * @default - none
   */
  readonly nameParameter?: string;

  /**
   * Provider of the Region and account.
   *
   * @default - the stack's provider
   */
  readonly provider?: TerraformProvider;
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
  /** The security configuration; its name goes to a cluster. */
  readonly securityConfiguration: SecurityConfiguration;

  private readonly config: EmrEncryptionConfig;
  private readonly name: string;

  constructor(scope: Construct, id: string, config: EmrEncryptionConfig) {
    super(scope, id);
    this.config = config;
    this.name = config.name ?? this.node.path.replaceAll("/", "-");
    const { atRest = { s3: { mode: "SSE-KMS" }, localDisk: { provider: "AwsKms" } }, inTransit } = config;

    const s3 = atRest === "off" || !atRest.s3 ? undefined : this.s3(atRest.s3);
    const localDisk = atRest === "off" || !atRest.localDisk ? undefined : this.localDisk(atRest.localDisk);
    this.s3Key = s3 && "key" in s3 ? s3.key : undefined;
    this.localDiskKey = localDisk && "key" in localDisk ? localDisk.key : undefined;

    this.securityConfiguration = new SecurityConfiguration(this, "security-configuration", {
      name: this.name,
      ...(s3 || localDisk ? { atRest: { s3, localDisk } as AtRestEncryption<ConstructLeaves> } : {}),
      ...(inTransit === "off" ? {} : { inTransit }),
      wal: config.wal,
      instanceMetadata: config.instanceMetadata,
      authentication: config.authentication,
      authorization: config.authorization,
      samlLakeFormation: config.samlLakeFormation,
      former: config.former,
      nameParameter: config.nameParameter,
      provider: config.provider,
    });
    this.grantRights(s3, localDisk);
  }

  /** What a cluster waits for: the configuration, and the rights of its roles on keys and bundle. */
  get dependables(): readonly ITerraformDependable[] {
    return this.securityConfiguration.dependables;
  }

  private s3(s3: NonNullable<EmrEncryptionAtRest["s3"]>): S3Encryption<ConstructLeaves> {
    const { overrides } = s3;
    if (s3.mode !== "SSE-KMS" && s3.mode !== "CSE-KMS") return { ...s3, overrides } as S3Encryption<ConstructLeaves>;
    return { ...s3, key: s3.key ?? this.key("s3"), overrides: overrides as readonly S3Override<ConstructLeaves>[] };
  }

  private localDisk(disk: NonNullable<EmrEncryptionAtRest["localDisk"]>): LocalDiskEncryption<ConstructLeaves> {
    return disk.provider === "AwsKms" ? { ...disk, key: disk.key ?? this.key("local-disk") } : disk;
  }

  private key(purpose: "s3" | "local-disk"): EncryptionKey {
    const { keyUsers, provider } = this.config;
    return new EncryptionKey(this, `${purpose}-key`, {
      alias: `alias/${this.name}-${purpose}`,
      administrators: keyUsers?.administrators?.map((user) => this.arn(user, "an administrator")),
      provider,
    });
  }

  private grantRights(s3?: S3Encryption<ConstructLeaves>, disk?: LocalDiskEncryption<ConstructLeaves>): void {
    const { keyUsers = {}, inTransit, wal, authorization } = this.config;
    const instance = () => this.arn(keyUsers.instanceRole ?? "EMR_EC2_DefaultRole", "keyUsers.instanceRole");
    const service = () => this.arn(keyUsers.serviceRole ?? "EMR_DefaultRole", "keyUsers.serviceRole");
    const mapped = authorization?.EmrFsConfiguration?.RoleMappings.map(({ Role }) => Role) ?? [];
    const emrfs = [...(keyUsers.emrfsRoles ?? []), ...mapped].map((user) => this.arn(user, "keyUsers.emrfsRoles"));

    const s3Keys = new Set([s3, ...(s3?.overrides ?? [])].flatMap((part) => (part && "key" in part ? [part.key] : [])));
    for (const key of s3Keys) key.grantS3Data(instance(), ...emrfs);
    if (disk?.provider === "AwsKms") {
      disk.key.grantLocalDisk(instance());
      if (disk.ebs ?? true) disk.key.grantEbs(service());
    }
    wal?.key?.grantWal(instance());
    if (inTransit !== "off" && inTransit.provider === "PEM") {
      inTransit.bundle.grantRead(instance(), service());
    }
  }

  private arn(user: KeyUser, argument: string): string {
    return keyUserArn(this, user, argument, this.config.provider);
  }
}
