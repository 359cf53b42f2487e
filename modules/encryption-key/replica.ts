import { KmsAlias } from "@cdktf/provider-aws/lib/kms-alias";
import type { KmsKeyPolicy } from "@cdktf/provider-aws/lib/kms-key-policy";
import { KmsReplicaKey } from "@cdktf/provider-aws/lib/kms-replica-key";
import type { ITerraformDependable, TerraformProvider } from "cdktf";
import type { Construct } from "constructs";
import type { KeyPurpose } from "../../formats/key-policy";
import type { KeyUser } from "../key-user";
import type { EncryptionKey } from "./encryption-key";
import { KeyBase } from "./key";
import { deletionDays, KeyRights, type OwnKeyConfig } from "./key-rights";

/** Arguments of {@link EncryptionKeyReplica}. */
export interface EncryptionKeyReplicaConfig extends OwnKeyConfig {
  /** The key that it repeats, made with `multiRegion: true`. */
  readonly primary: EncryptionKey;

  /** Provider of the replica's Region. */
  readonly provider: TerraformProvider;
}

/**
 * A multi-Region key's replica, for a cluster in another Region than the primary's: EMR wants a key of its own Region. Its policy and
 * its alias are its own; what the primary allows says nothing here.
 *
 * @example
 * new EncryptionKeyReplica(this, "s3-key-west", { primary, provider: west });
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/multi-region-keys-overview.html
 */
export class EncryptionKeyReplica extends KeyBase {
  /** The replica. */
  readonly resource: KmsReplicaKey;
  /** Its alias, where one was asked for. */
  readonly alias?: KmsAlias;

  private readonly rights: KeyRights;

  constructor(scope: Construct, id: string, config: EncryptionKeyReplicaConfig) {
    super(scope, id);
    const { primary, provider, alias } = config;
    if (!primary.multiRegion) {
      throw new Error(
        `${this.node.path}: primary ${primary.node.path} is no multi-Region key; make it with multiRegion: true, which replaces the key`,
      );
    }
    this.resource = new KmsReplicaKey(this, "resource", {
      primaryKeyArn: primary.arn,
      description: config.description ?? `EMR encryption: ${this.node.path}`,
      deletionWindowInDays: config.deletionWindowDays ?? deletionDays.maximum,
      tags: config.tags,
      provider,
    });
    this.rights = new KeyRights(this, this.resource.id, config);
    if (alias !== undefined) {
      this.alias = new KmsAlias(this, "alias", { name: alias, targetKeyId: this.resource.id, provider });
    }
  }

  get arn(): string {
    return this.resource.arn;
  }

  /** The replica's policy, written when the stack is synthesized, with every right granted until then. */
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
