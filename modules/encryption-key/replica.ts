import { KmsReplicaKey } from "@cdktf/provider-aws/lib/kms-replica-key";
import type { TerraformProvider } from "cdktf";
import type { Construct } from "constructs";
import { type Arguments, key as keyShape } from "../arguments";
import type { EncryptionKey } from "./encryption-key";
import { type OwnKeyConfig, ownKeyArguments } from "./key-rights";
import { OwnKey } from "./own-key";

/** Where a replica lies: in another Region than its primary. */
export type ReplicaPlacement =
  | {
      /** Provider of the replica's Region. */
      readonly provider: TerraformProvider;
      /**
       * Region of the replica, where it is not the provider's; needs AWS provider 6.
       *
       * @default - the provider's Region
       */
      readonly region?: string;
    }
  | {
      /** Region of the replica; needs AWS provider 6. */
      readonly region: string;
      /**
       * Provider of the account.
       *
       * @default - the stack's provider
       */
      readonly provider?: TerraformProvider;
    };

/** Arguments of {@link EncryptionKeyReplica}. */
export type EncryptionKeyReplicaConfig = Omit<OwnKeyConfig, "region" | "provider"> &
  ReplicaPlacement & {
    /** The key that it repeats, made with `multiRegion: true`. */
    readonly primary: EncryptionKey;
  };

const replicaArguments: Arguments<EncryptionKeyReplicaConfig> = { ...ownKeyArguments, primary: keyShape };

/**
 * A multi-Region key's replica, for a cluster in another Region than the primary's: EMR wants a key of its own Region. Its policy and
 * its alias are its own; what the primary allows says nothing here.
 *
 * @example
 * new EncryptionKeyReplica(this, "s3-key-west", { primary, provider: west });
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/multi-region-keys-overview.html
 */
export class EncryptionKeyReplica extends OwnKey<KmsReplicaKey> {
  /**
   * @throws Error for a primary that can have no replica, for its own Region, and for a user that is neither an ARN nor the name of a role.
   */
  constructor(scope: Construct, id: string, config: EncryptionKeyReplicaConfig) {
    const { primary } = config;
    const path = `${scope.node.path}/${id}`;
    if (!primary.multiRegion) {
      throw new Error(
        `${path}: primary ${primary.node.path} is no multi-Region key; make it with multiRegion: true, which replaces the key`,
      );
    }
    if (primary.origin === "EXTERNAL") {
      throw new Error(
        `${path}: primary ${primary.node.path} has origin EXTERNAL, and its replica needs the same material imported; ` +
          "make the replica when the primary holds it, and take it by EncryptionKey.fromArn",
      );
    }
    super(
      scope,
      id,
      config,
      replicaArguments,
      (key, common) => new KmsReplicaKey(key, "resource", { primaryKeyArn: primary.arn, ...common }),
    );
    if (this.region !== undefined && this.region === primary.region) {
      throw new Error(
        `${path}: region is '${this.region}', the primary's own; a replica lies in another Region, by its region or its provider's`,
      );
    }
  }
}
