import { DataAwsKmsAlias } from "@cdktf/provider-aws/lib/data-aws-kms-alias";
import { DataAwsKmsKey } from "@cdktf/provider-aws/lib/data-aws-kms-key";
import type { KmsExternalKey } from "@cdktf/provider-aws/lib/kms-external-key";
import type { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { Annotations, Token } from "cdktf";
import type { Construct } from "constructs";
import { parseKeyName } from "../../formats/arn";
import { type Arguments, anything, checkArguments, flag, text } from "../arguments";
import { checkedPath, checkStack } from "../framework";
import { completed } from "../placement";
import { ImportedKey, type ImportedKeyConfig } from "./imported-key";
import type { IEncryptionKey } from "./key";
import { type KeyPolicyConfig, type ManagedKeyConfig, managedKeyArguments } from "./key-grants";
import { type KeyMaterial, keyOf, materialProblems } from "./key-material";
import { type KeyResource, ManagedKey, type ManagedKeyBase, ResourceKey } from "./managed-key";

/** Arguments of {@link EncryptionKey}. */
export type EncryptionKeyConfig = ManagedKeyConfig & KeyMaterial;

const keyArguments: Arguments<EncryptionKeyConfig> = {
  ...managedKeyArguments,
  origin: anything,
  enableKeyRotation: flag,
  rotationPeriodInDays: anything,
  multiRegion: flag,
  customKeyStoreId: text,
  xksKeyId: text,
};

/**
 * A customer managed KMS key. Its policy is a separate resource, so that a role can refer to the key and the key policy to the role
 * without a dependency cycle.
 *
 * @example
 * const key = new EncryptionKey(this, "s3-key", { alias: "alias/emr-s3" });
 * key.grantS3Data("EMR_EC2_DefaultRole", analysts);
 *
 * @throws Error for an administrator that is neither an ARN nor the name of a role. Material, days, alias and policy are checked when the stack is
 *   synthesized.
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html
 */
export class EncryptionKey extends ManagedKey<KmsKey | KmsExternalKey> {
  /** Where the key material comes from. */
  readonly origin: NonNullable<KeyMaterial["origin"]>;
  /** Whether the key can have replicas in other Regions. */
  readonly multiRegion: boolean;

  constructor(scope: Construct, id: string, config: EncryptionKeyConfig = {}) {
    super(scope, id, config, keyArguments, (key, common) => keyOf(key, config, common));
    this.origin = config.origin ?? "AWS_KMS";
    this.multiRegion = "multiRegion" in config && config.multiRegion === true;
    this.node.addValidation({ validate: () => materialProblems(this, config, config.useGrants) });
    if (this.origin === "EXTERNAL") {
      Annotations.of(this).addInfo(
        "import the material of this key outside Terraform, so that no state contains it (aws kms get-parameters-for-import and " +
          "import-key-material); until then the key cannot be used, so import it before a cluster starts",
      );
    }
  }

  /**
   * Refers to a key of another stack or account by its ARN; a key of another account has no other name here. This stack does not manage its
   * policy, so the statements that it needs are printed and put into an output.
   *
   * @example
   * const key = EncryptionKey.fromArn(this, "key", "arn:aws:kms:us-east-1:999988887777:key/0e6bcf0c-9e0b-4b4c-8a3e-6f2f2f5b7c11", {
   *   account: "111122223333",
   *   iamPolicies: "attach",
   * });
   *
   * @throws Error for anything other than the ARN of a key.
   */
  static fromArn(scope: Construct, id: string, arn: string, config: ImportedKeyConfig = {}): IEncryptionKey {
    const path = checkedPath(scope, id);
    checkArguments(path, { arn }, { arn: text }, ["arn"]);
    const name = Token.isUnresolved(arn) ? undefined : parseKeyName(arn);
    if (name && (name.kind !== "key ARN" || name.name.includes("*")))
      throw new Error(`${path}: arn is '${arn}', ${arnWanted(name)}`);
    return new ImportedKey(scope, id, () => arn, config);
  }

  /**
   * Refers to the key that an alias of this account and Region points to; Terraform looks it up during the plan.
   *
   * @throws Error for anything other than the name of an alias.
   */
  static fromAlias(scope: Construct, id: string, alias: string, config: ImportedKeyConfig = {}): IEncryptionKey {
    const path = checkedPath(scope, id);
    checkArguments(path, { alias }, { alias: text }, ["alias"]);
    if (!Token.isUnresolved(alias)) {
      if (parseKeyName(alias).kind !== "alias name") {
        throw new Error(
          `${path}: alias is '${alias}'; write the name of an alias of this account, such as alias/emr-s3, or use fromArn with the key's ARN`,
        );
      }
      if (alias.startsWith("alias/aws/")) {
        throw new Error(
          `${path}: alias is '${alias}', the alias of an AWS managed key, whose policy cannot be changed; create an EncryptionKey instead`,
        );
      }
    }
    const { provider } = config;
    return new ImportedKey(
      scope,
      id,
      (self) => completed(new DataAwsKmsAlias(self, "alias", { name: alias, provider }), config).targetKeyArn,
      config,
    );
  }

  /**
   * Refers to a key by its id or ARN; Terraform looks it up during the plan, so a key that does not exist is an error of the plan. An id without
   * ARN means a key of this account.
   *
   * @throws Error for a string that is neither the id nor the ARN of a key.
   */
  static fromLookup(scope: Construct, id: string, keyId: string, config: ImportedKeyConfig = {}): IEncryptionKey {
    const path = checkedPath(scope, id);
    checkArguments(path, { keyId }, { keyId: text }, ["keyId"]);
    if (!Token.isUnresolved(keyId) && !["key id", "key ARN"].includes(parseKeyName(keyId).kind)) {
      throw new Error(`${path}: keyId is '${keyId}'; write the id or the ARN of a key, or use fromAlias for an alias`);
    }
    const { provider } = config;
    return new ImportedKey(
      scope,
      id,
      (self) => completed(new DataAwsKmsKey(self, "key", { keyId, provider }), config).arn,
      config,
    );
  }

  /**
   * Gives permissions on a key that other code of this stack creates (`aws_kms_key`, `aws_kms_external_key`, `aws_kms_replica_key`). The key
   * policy becomes a resource of this construct.
   *
   * @throws Error for a key with the argument `policy`, which would contradict it.
   */
  static fromResource(scope: Construct, id: string, key: KeyResource, config: KeyPolicyConfig = {}): ManagedKeyBase {
    const path = checkedPath(scope, id);
    if (!/^aws_kms_(replica_)?(external_)?key$/.test(key?.terraformResourceType)) {
      throw new Error(
        `${path}: the third argument is not a KMS key; pass an aws_kms_key, aws_kms_external_key or aws_kms_replica_key`,
      );
    }
    checkStack(key, `${path}: ${key.node.path}`);
    return new ResourceKey(scope, id, key, config);
  }
}

function arnWanted({ kind }: ReturnType<typeof parseKeyName>): string {
  const example = "arn:aws:kms:us-east-1:111122223333:key/…";
  switch (kind) {
    case "key id":
      return `a bare key id, which names a key of the caller's own account only; write the key's ARN, ${example}, or use fromLookup for a key of this account`;
    case "alias ARN":
      return `the ARN of an alias; EMR requires the ARN of the key that the alias points to, ${example}`;
    case "alias name":
      return `an alias; use fromAlias, or write the ARN of the key that it points to, ${example}`;
    default:
      return `not the ARN of a KMS key; write ${example}`;
  }
}
