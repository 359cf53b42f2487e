import { type ITerraformDependable, TerraformOutput, Token } from "cdktf";
import type { Construct } from "constructs";
import type { LocalDiskEncryption, S3Encryption, SecuritySettings } from "../../formats/security-configuration";
import { EncryptionConstruct } from "../construct";
import { EncryptionKey, type IEncryptionKey } from "../encryption-key";
import { type GenerationSettings, generationId, SecurityConfiguration } from "../security-configuration";
import type { ConstructLeaves } from "../security-configuration-leaves";
import {
  checkConfig,
  type EmrEncryptionAtRest,
  type EmrEncryptionConfig,
  type EmrEncryptionSettings,
  type EmrGeneration,
  type EmrS3Encryption,
  type EmrS3KmsEncryption,
} from "./config";
import {
  type ClusterConfiguration,
  clusterConfigurations,
  type SoftwareSettings,
  sameConfigurations,
} from "./emrfs-site";

/**
 * Everything that EMR needs for encryption at rest and in transit: keys with the permissions of their users, and the security configuration
 * that refers to them. A cluster that refers to the name of the security configuration starts after all of it.
 *
 * @example
 * const encryption = new EmrEncryption(this, "encryption", {
 *   keyUsers: { instanceRole: "EMR_EC2_DefaultRole", emrfsRoles: [analysts] },
 *   atRest: { s3: { mode: "SSE-KMS" }, localDisk: { provider: "AwsKms" } },
 *   inTransit: { provider: "PEM", bundle: CertificateBundle.fromFolder(this, "bundle", { folder: "certs", bucket }) },
 * });
 * new EmrCluster(this, "cluster", { securityConfiguration: encryption.securityConfiguration.name, ...clusterConfig });
 *
 * @throws Error for a user that is neither an ARN nor the name of a role, for a name that is too long, and for a previous generation that repeats
 *   another. The document and the key policies are checked when the stack is synthesized.
 * @see https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-data-encryption.html
 */
export class EmrEncryption extends EncryptionConstruct {
  /** Key for objects in S3, if the mode uses one. */
  readonly s3Key?: IEncryptionKey;
  /** Key for local disks, if the provider uses one. */
  readonly localDiskKey?: IEncryptionKey;
  /** Key for log files, if one was requested. */
  readonly logKey?: IEncryptionKey;
  /** The keys that this construct created, by their use, with their resources; keys that were passed in are not included. */
  readonly createdKeys: {
    /** Absent if a key was passed in, or S3 uses none. */
    readonly s3?: EncryptionKey;
    /** Absent if a key was passed in, or local disks use none. */
    readonly localDisk?: EncryptionKey;
    /** Absent unless a key for log files was requested. */
    readonly logs?: EncryptionKey;
  };
  /** The security configuration. Pass its name to a cluster. */
  readonly securityConfiguration: SecurityConfiguration;
  /**
   * Configurations that the cluster needs in addition to the security configuration. Merge them with your own into `configurations_json` of
   * `aws_emr_cluster`; empty if there is nothing to add.
   *
   * @see https://docs.aws.amazon.com/emr/latest/ReleaseGuide/emr-configure-apps.html
   */
  readonly clusterConfigurations: readonly ClusterConfiguration[];
  /** Arguments of clusters that use previous generations, in the order of `previous`. */
  readonly previous: readonly EmrGeneration[];

  private readonly config: EmrEncryptionConfig;
  private readonly name: string;
  /** Keys that classes for S3 read from the cluster's configuration, in every generation. */
  private readonly emrfsKeys: readonly IEncryptionKey[];

  constructor(scope: Construct, id: string, config: EmrEncryptionConfig) {
    super(scope, id);
    checkConfig(this, config);
    this.config = config;
    this.name = config.name ?? this.node.path.replaceAll("/", "-");
    const { nameParameter, provider, region, previous = [], logs } = config;

    const current = this.withKeys(config);
    const all = [current, ...previous.map((settings) => this.withKeys(settings))];
    const { s3, localDisk } = current.atRest ?? {};
    this.s3Key = s3 && "key" in s3 ? s3.key : undefined;
    this.localDiskKey = localDisk && "key" in localDisk ? localDisk.key : undefined;
    this.logKey = logs && (logs.key ?? this.ownKey("logs"));
    this.createdKeys = {
      s3: this.created("s3"),
      localDisk: this.created("local-disk"),
      logs: this.created("logs"),
    };

    // Without previous generations there is nothing to compare.
    const generations =
      previous.length === 0 ? [] : all.map((settings) => ({ settings, id: generationId(this, settings) }));
    const firstOf = new Map<string, Generation>();
    for (const { settings, id } of generations) if (!firstOf.has(id)) firstOf.set(id, settings);
    const ofDocument = ({ emrfsSite, releaseLabel, ...settings }: Generation) => settings;
    this.securityConfiguration = new SecurityConfiguration(this, "security-configuration", {
      ...ofDocument(current),
      name: this.name,
      // Generations that differ only in the configurations of clusters have one security configuration.
      previous: generations
        .slice(1)
        .filter(({ settings, id }) => {
          const first = firstOf.get(id);
          return first === settings || sameConfigurations(this, first, settings);
        })
        .map(({ settings }) => ofDocument(settings)),
      nameParameter,
      provider,
      region,
    });
    this.clusterConfigurations = clusterConfigurations(current);
    this.previous = generations.slice(1).map(({ settings, id }) => ({
      name: this.securityConfiguration.generation(id).name,
      clusterConfigurations: clusterConfigurations(settings),
    }));
    this.emrfsKeys = all.flatMap(({ emrfsSite = {} }) =>
      Object.values(emrfsSite).filter((value) => typeof value !== "string"),
    );
    const furtherKeys = [...(this.logKey ? [this.logKey] : []), ...this.emrfsKeys];
    this.securityConfiguration.requires(() => furtherKeys.flatMap(({ dependables }) => dependables));
    this.grantPermissions(all);
    if (config.outputs) this.addOutputs(current);
  }

  /**
   * The security configuration and everything that it depends on. A cluster that refers to its name waits for them already; use `dependables` for a
   * resource that does not.
   */
  get dependables(): ITerraformDependable[] {
    return this.securityConfiguration.dependables;
  }

  /** Name of the current security configuration, for a text that contains this construct. */
  override toString(): string {
    return this.securityConfiguration.name;
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
      importFrom: settings.importFrom,
      emrfsSite: settings.emrfsSite,
      releaseLabel: settings.releaseLabel,
    };
  }

  private s3WithKey(s3: NonNullable<EmrEncryptionAtRest["s3"]>): S3Encryption<ConstructLeaves> {
    return usesKey(s3) ? { ...s3, key: s3.key ?? this.ownKey("s3") } : s3;
  }

  private diskWithKey(disk: NonNullable<EmrEncryptionAtRest["localDisk"]>): LocalDiskEncryption<ConstructLeaves> {
    return disk.provider === "AwsKms" ? { ...disk, key: disk.key ?? this.ownKey("local-disk") } : disk;
  }

  /** The key that this construct creates for a purpose, the same for all generations. */
  private ownKey(purpose: CreatedKeyPurpose): EncryptionKey {
    const found = this.created(purpose);
    if (found) return found;
    checkAliasName(this, this.name, this.config.name !== undefined);
    const { keyUsers, provider, region, removalPolicy } = this.config;
    return new EncryptionKey(this, `${purpose}-key`, {
      alias: `alias/${this.name}-${purpose}`,
      administrators: keyUsers?.administrators,
      removalPolicy,
      provider,
      region,
    });
  }

  private created(purpose: CreatedKeyPurpose): EncryptionKey | undefined {
    const found = this.node.tryFindChild(`${purpose}-key`);
    return found instanceof EncryptionKey ? found : undefined;
  }

  private grantPermissions(generations: readonly Generation[]): void {
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

  private addOutputs({ inTransit }: SecuritySettings<ConstructLeaves>): void {
    const prefix = this.node.path.split("/").slice(1).join("-");
    const output = (name: string, description: string, value: string | undefined) => {
      if (value !== undefined) new TerraformOutput(this, `${prefix}-${name}`, { description, value, staticId: true });
    };
    output(
      "security-configuration-name",
      "For security_configuration of aws_emr_cluster",
      this.securityConfiguration.name,
    );
    output("s3-key-arn", "Key for objects in S3", this.s3Key?.arn);
    output("local-disk-key-arn", "Key for local disks", this.localDiskKey?.arn);
    output("log-key-arn", "For log_encryption_kms_key_id of aws_emr_cluster", this.logKey?.arn);
    const bundle = inTransit?.provider === "PEM" ? inTransit.bundle : undefined;
    output("certificates-end", "When the first certificate of the chain expires", bundle?.notAfter?.toISOString());
  }
}

const longestName = 256 - "alias/-local-disk".length;

/** @throws Error for a name that the aliases of keys cannot begin with */
function checkAliasName(scope: Construct, name: string, given: boolean): void {
  if (Token.isUnresolved(name)) return;
  const { path } = scope.node;
  const argument = given ? "name" : "the path of the construct";
  const fix = given ? "write" : "pass name, with";
  if (name.length > longestName) {
    throw new Error(
      `${path}: ${argument} has ${name.length} characters; aliases of keys begin with it, so ${fix} at most ${longestName}`,
    );
  }
  if (!/^[\w/-]+$/.test(name)) {
    throw new Error(
      `${path}: ${argument} is '${name}'; aliases of keys begin with it, so ${fix} letters, digits, '/', '_' and '-' only`,
    );
  }
}

const usesKey = (s3: EmrS3Encryption): s3 is EmrS3KmsEncryption => s3.mode === "SSE-KMS" || s3.mode === "CSE-KMS";

const bothAtRest: EmrEncryptionAtRest = { s3: { mode: "SSE-KMS" }, localDisk: { provider: "AwsKms" } };

type CreatedKeyPurpose = "s3" | "local-disk" | "logs";

/** Settings of a generation, with all its keys. */
interface Generation extends GenerationSettings, Pick<SoftwareSettings, "emrfsSite" | "releaseLabel"> {}

/** Mappings of another form are reported with the document. */
function mappedRoles(mappings: unknown): readonly string[] {
  if (!Array.isArray(mappings)) return [];
  return mappings.map((mapping) => mapping?.Role).filter((role) => typeof role === "string");
}

/** What one generation uses, by the permissions that it needs. */
function usesOf({ atRest, inTransit, wal, authorization }: SecuritySettings<ConstructLeaves>) {
  const { s3, localDisk } = atRest ?? {};
  const s3Parts = [...(s3 ? [s3] : []), ...(s3?.overrides ?? [])];
  const diskKeys = localDisk?.provider === "AwsKms" ? [localDisk.key] : [];
  return {
    s3Keys: s3Parts.flatMap((part) => ("key" in part ? [part.key] : [])),
    diskKeys,
    ebsKeys: localDisk?.provider === "AwsKms" && (localDisk.ebs ?? true) ? diskKeys : [],
    walKeys: wal?.key ? [wal.key] : [],
    // A missing one is reported with the document.
    objects: [
      ...s3Parts.flatMap((part) => ("jar" in part ? [part.jar] : [])),
      ...(localDisk?.provider === "Custom" ? [localDisk.jar] : []),
      ...(inTransit?.provider === "PEM" ? [inTransit.bundle] : []),
      ...(inTransit?.provider === "Custom" ? [inTransit.jar] : []),
    ].filter((object) => object !== undefined),
    roles: mappedRoles(authorization?.EmrFsConfiguration?.RoleMappings),
  };
}
