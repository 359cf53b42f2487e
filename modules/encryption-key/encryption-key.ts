import { DataAwsKmsAlias } from "@cdktf/provider-aws/lib/data-aws-kms-alias";
import { DataAwsKmsKey } from "@cdktf/provider-aws/lib/data-aws-kms-key";
import { KmsAlias } from "@cdktf/provider-aws/lib/kms-alias";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import type { KmsKeyPolicy } from "@cdktf/provider-aws/lib/kms-key-policy";
import { type ITerraformDependable, Token } from "cdktf";
import type { Construct } from "constructs";
import { parseKeyName } from "../../formats/arn";
import type { KeyPurpose } from "../../formats/key-policy";
import type { KeyUser } from "../key-user";
import { type IEncryptionKey, KeyBase } from "./key";
import { deletionDays, KeyRights, type OwnKeyConfig, outside } from "./key-rights";
import { OutsideKey, type OutsideKeyConfig } from "./outside-key";

/** Arguments of {@link EncryptionKey}. */
export interface EncryptionKeyConfig extends OwnKeyConfig {
  /**
   * Whether KMS makes new key material every {@link rotationPeriodDays} days. The ARN stays, and old data can still be read.
   *
   * @default true; false for a key in a custom key store, which KMS cannot rotate
   */
  readonly rotation?: boolean;

  /**
   * Days between two rotations, 90 to 2560.
   *
   * @default 365
   */
  readonly rotationPeriodDays?: number;

  /**
   * Whether the key may have replicas in other Regions. It cannot be changed later without replacing the key.
   *
   * @default false
   */
  readonly multiRegion?: boolean;

  /**
   * Custom key store (CloudHSM) that holds the key material. EMR takes no other origin but KMS itself and imported material; a key with
   * imported material is made where the material is, and comes in by {@link EncryptionKey.fromArn}.
   *
   * @default - KMS holds it
   */
  readonly customKeyStoreId?: string;
}

const rotationDays = { minimum: 90, maximum: 2560 };

/**
 * A customer managed KMS key with its policy as a resource of its own, so that roles which need the key, and keys whose policy names
 * the role, make no loop.
 *
 * @example
 * const key = new EncryptionKey(this, "s3-key", { alias: "alias/emr-s3" });
 * key.grantS3Data("EMR_EC2_DefaultRole", analysts);
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html
 */
export class EncryptionKey extends KeyBase {
  /** The key. */
  readonly resource: KmsKey;
  /** Its alias, where one was asked for. */
  readonly alias?: KmsAlias;
  /** Whether the key may have replicas in other Regions. */
  readonly multiRegion: boolean;

  private readonly rights: KeyRights;

  constructor(scope: Construct, id: string, config: EncryptionKeyConfig = {}) {
    super(scope, id);
    const { provider, alias, customKeyStoreId, rotation = customKeyStoreId === undefined } = config;
    this.multiRegion = config.multiRegion ?? false;
    this.resource = new KmsKey(this, "resource", {
      description: config.description ?? `EMR encryption: ${this.node.path}`,
      enableKeyRotation: rotation,
      rotationPeriodInDays: rotation ? config.rotationPeriodDays : undefined,
      deletionWindowInDays: config.deletionWindowDays ?? deletionDays.maximum,
      multiRegion: config.multiRegion,
      customKeyStoreId,
      tags: config.tags,
      provider,
    });
    this.rights = new KeyRights(this, this.resource.id, config);
    if (alias !== undefined) {
      this.alias = new KmsAlias(this, "alias", { name: alias, targetKeyId: this.resource.id, provider });
    }
    this.node.addValidation({ validate: () => problems(config, rotation) });
  }

  /**
   * A key of another stack or account, by its ARN: across accounts nothing else names it. Its policy cannot be edited from here, so what
   * it lacks is told, as an annotation and as an output.
   *
   * @throws Error for anything but the ARN of a key.
   */
  static fromArn(scope: Construct, id: string, arn: string, config: OutsideKeyConfig = {}): IEncryptionKey {
    const name = Token.isUnresolved(arn) ? undefined : parseKeyName(arn);
    if (name && name.kind !== "key") throw new Error(`${scope.node.path}/${id}: arn is '${arn}', ${arnWanted(name)}`);
    return new OutsideKey(scope, id, () => arn, config);
  }

  /**
   * The key that an alias of this account and Region leads to when Terraform plans.
   *
   * @throws Error for anything but the name of an alias.
   */
  static fromAlias(scope: Construct, id: string, alias: string, config: OutsideKeyConfig = {}): IEncryptionKey {
    const path = `${scope.node.path}/${id}`;
    if (!Token.isUnresolved(alias)) {
      if (parseKeyName(alias).kind !== "alias name") {
        throw new Error(
          `${path}: alias is '${alias}'; write the name of an alias of this account, such as alias/emr-s3, or take fromArn with the key's ARN`,
        );
      }
      if (alias.startsWith("alias/aws/")) {
        throw new Error(
          `${path}: alias is '${alias}', a key that AWS manages; nobody can let roles use it, so make an EncryptionKey`,
        );
      }
    }
    const { provider } = config;
    return new OutsideKey(
      scope,
      id,
      (self) => new DataAwsKmsAlias(self, "alias", { name: alias, provider }).targetKeyArn,
      config,
    );
  }

  /**
   * A key by its id or ARN, looked up when Terraform plans: a key that does not exist is an error of the plan. A bare id means this account.
   *
   * @throws Error for what names no key.
   */
  static fromLookup(scope: Construct, id: string, keyId: string, config: OutsideKeyConfig = {}): IEncryptionKey {
    if (!Token.isUnresolved(keyId) && !["id", "key"].includes(parseKeyName(keyId).kind)) {
      throw new Error(
        `${scope.node.path}/${id}: keyId is '${keyId}'; write the id or the ARN of a key, or take fromAlias for an alias`,
      );
    }
    const { provider } = config;
    return new OutsideKey(scope, id, (self) => new DataAwsKmsKey(self, "key", { keyId, provider }).arn, config);
  }

  get arn(): string {
    return this.resource.arn;
  }

  /** The key's policy, written when the stack is synthesized, with every right granted until then. */
  get policy(): KmsKeyPolicy {
    return this.rights.policy;
  }

  get dependables(): readonly ITerraformDependable[] {
    return this.rights.dependables;
  }

  grant(purpose: KeyPurpose, ...users: readonly KeyUser[]): void {
    this.rights.grant(purpose, users);
  }
}

function problems({ rotationPeriodDays, customKeyStoreId }: EncryptionKeyConfig, rotation: boolean): string[] {
  const problems = [...outside("rotationPeriodDays", rotationPeriodDays, rotationDays)];
  if (!rotation && rotationPeriodDays !== undefined) {
    problems.push(`rotationPeriodDays is ${rotationPeriodDays}, but the key does not rotate; leave it out`);
  }
  if (rotation && customKeyStoreId !== undefined) {
    problems.push("rotation is true, but KMS cannot rotate a key in a custom key store; leave it out");
  }
  return problems;
}

function arnWanted({ kind }: ReturnType<typeof parseKeyName>): string {
  const example = "arn:aws:kms:us-east-1:111122223333:key/…";
  switch (kind) {
    case "id":
      return `a bare key id, which names a key of the caller's own account only; write the key's ARN, ${example}, or take fromLookup for a key of this account`;
    case "alias":
      return `the ARN of an alias, and EMR takes keys; write the ARN of the key behind it, ${example}`;
    case "alias name":
      return `an alias; take fromAlias, or write the ARN of the key behind it, ${example}`;
    default:
      return `not the ARN of a KMS key; write ${example}`;
  }
}
