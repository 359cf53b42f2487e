import { KmsReplicaKey } from "@cdktf/provider-aws/lib/kms-replica-key";
import type { TerraformProvider } from "cdktf";
import type { Construct } from "constructs";
import { type Arguments, checkArguments, key as keyShape } from "../arguments";
import { checkedPath } from "../framework";
import type { EncryptionKey } from "./encryption-key";
import { type ManagedKeyConfig, managedKeyArguments } from "./key-grants";
import { ManagedKey } from "./managed-key";

/** A replica in the Region of a provider. */
export interface ReplicaByProvider {
  /** Provider for the Region of the replica. */
  readonly provider: TerraformProvider;
  /**
   * Region of the replica, if it is not the provider's; requires AWS provider 6.
   *
   * @default - the provider's Region
   */
  readonly region?: string;
}

/** A replica in a Region that is given by its name. */
export interface ReplicaByRegion {
  /** Region of the replica; requires AWS provider 6. */
  readonly region: string;
  /**
   * Provider for the account.
   *
   * @default - the stack's provider
   */
  readonly provider?: TerraformProvider;
}

/** Where a replica is created: in another Region than its primary key. */
export type ReplicaPlacement = ReplicaByProvider | ReplicaByRegion;

/** Arguments of {@link EncryptionKeyReplica}, but for its place. */
export interface ReplicaKeyConfig extends Omit<ManagedKeyConfig, "region" | "provider"> {
  /** The primary key, created with `multiRegion: true`. */
  readonly primary: EncryptionKey;
}

/** Arguments of {@link EncryptionKeyReplica}. */
export type EncryptionKeyReplicaConfig = ReplicaKeyConfig & ReplicaPlacement;

const replicaArguments: Arguments<EncryptionKeyReplicaConfig> = { ...managedKeyArguments, primary: keyShape };

/**
 * A replica of a multi-Region key, for a cluster in another Region: EMR requires a key in the Region of the cluster. A replica has a policy
 * and its own alias; the policy of the primary key does not apply to it.
 *
 * @example
 * new EncryptionKeyReplica(this, "s3-key-west", { primary, provider: west });
 *
 * @throws Error for a primary key that cannot have replicas, for the primary's Region, and for an administrator that is neither an ARN nor the
 *   name of a role.
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/multi-region-keys-overview.html
 */
export class EncryptionKeyReplica extends ManagedKey<KmsReplicaKey> {
  constructor(scope: Construct, id: string, config: EncryptionKeyReplicaConfig) {
    const path = checkedPath(scope, id);
    checkArguments(path, config, replicaArguments, ["primary"]);
    const { primary } = config;
    if (!primary.multiRegion) {
      throw new Error(
        `${path}: primary ${primary.node.path} is not a multi-Region key; create it with multiRegion: true, which replaces the key`,
      );
    }
    if (primary.origin === "EXTERNAL") {
      throw new Error(
        `${path}: primary ${primary.node.path} has origin EXTERNAL, and its replica requires the same material; ` +
          "create the replica after the import, and refer to it with EncryptionKey.fromArn",
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
        `${path}: region is '${this.region}', which is the primary's; a replica has to be in another Region`,
      );
    }
  }
}
