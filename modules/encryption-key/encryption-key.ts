import { DataAwsKmsAlias } from "@cdktf/provider-aws/lib/data-aws-kms-alias";
import { DataAwsKmsKey } from "@cdktf/provider-aws/lib/data-aws-kms-key";
import type { KmsExternalKey } from "@cdktf/provider-aws/lib/kms-external-key";
import type { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { Annotations, Token } from "cdktf";
import type { Construct } from "constructs";
import { parseKeyName } from "../../formats/arn";
import { type Arguments, text } from "../arguments";
import { placed } from "../placement";
import type { IEncryptionKey } from "./key";
import { type KeyMaterial, keyOf, materialProblems } from "./key-material";
import { type OwnKeyConfig, ownKeyArguments } from "./key-rights";
import { OutsideKey, type OutsideKeyConfig } from "./outside-key";
import { OwnKey } from "./own-key";

/** Arguments of {@link EncryptionKey}. */
export type EncryptionKeyConfig = OwnKeyConfig & KeyMaterial;

const keyArguments: Arguments<EncryptionKeyConfig> = {
  ...ownKeyArguments,
  origin: "any",
  rotation: "any",
  rotationPeriodDays: "any",
  multiRegion: "any",
  customKeyStoreId: text,
  xksKeyId: text,
};

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
export class EncryptionKey extends OwnKey<KmsKey | KmsExternalKey> {
  /** Where the key's material comes from. */
  readonly origin: NonNullable<KeyMaterial["origin"]>;
  /** Whether the key may have replicas in other Regions. */
  readonly multiRegion: boolean;

  /**
   * @throws Error for a user that is neither an ARN nor the name of a role. Material, days, alias and policy are checked when the stack is
   *   synthesized.
   */
  constructor(scope: Construct, id: string, config: EncryptionKeyConfig = {}) {
    super(scope, id, config, keyArguments, (key, common) => keyOf(key, config, common));
    this.origin = config.origin ?? "AWS_KMS";
    this.multiRegion = "multiRegion" in config && config.multiRegion === true;
    this.node.addValidation({ validate: () => materialProblems(this, config, config.useGrants) });
    if (this.origin === "EXTERNAL") {
      Annotations.of(this).addInfo(
        "the material of this key is imported outside Terraform, so that no state holds it (aws kms get-parameters-for-import and " +
          "import-key-material); until then nothing can be encrypted with it, so import it before a cluster starts",
      );
    }
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
      (self) => placed(new DataAwsKmsAlias(self, "alias", { name: alias, provider }), config).targetKeyArn,
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
    return new OutsideKey(
      scope,
      id,
      (self) => placed(new DataAwsKmsKey(self, "key", { keyId, provider }), config).arn,
      config,
    );
  }
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
