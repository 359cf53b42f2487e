import { KmsExternalKey } from "@cdktf/provider-aws/lib/kms-external-key";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { Token } from "cdktf";
import type { Construct } from "constructs";
import { resolved } from "../resolve";
import { outside } from "./key-grants";
import type { KeyArguments } from "./managed-key";

/** Key material that KMS creates and stores. */
export interface KmsMaterial {
  /**
   * KMS creates the key material.
   *
   * @default "AWS_KMS"
   */
  readonly origin?: "AWS_KMS";

  /**
   * Whether KMS creates new key material every {@link rotationPeriodInDays} days. The ARN stays the same, and old data can still be decrypted.
   *
   * @default true
   */
  readonly enableKeyRotation?: boolean;

  /**
   * Days between two rotations, 90 to 2560.
   *
   * @default 365
   */
  readonly rotationPeriodInDays?: number;

  /**
   * Whether the key may have replicas in other Regions. It cannot be changed later without replacing the key.
   *
   * @default false
   */
  readonly multiRegion?: boolean;
}

/**
 * Key material that you import outside Terraform, so that no state contains it. Until then KMS cannot encrypt with the key or create grants
 * on it. KMS does not rotate such a key.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/importing-keys.html
 */
export interface ImportedMaterial {
  /** The key has no material until you import it. */
  readonly origin: "EXTERNAL";

  /**
   * Whether the key may have replicas in other Regions, each of which needs the same material.
   *
   * @default false
   */
  readonly multiRegion?: boolean;
}

/**
 * Key material in a cluster of AWS CloudHSM. KMS cannot rotate it, and the key cannot have replicas.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-store-overview.html
 */
export interface CloudHsmMaterial {
  /** The key material is in CloudHSM. */
  readonly origin: "AWS_CLOUDHSM";

  /** Id of the custom key store, which has to be connected when the key is created: `cks-…`. */
  readonly customKeyStoreId: string;
}

/**
 * Key material in a key manager outside AWS. KMS cannot rotate it, and the key cannot have replicas.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/keystore-external.html
 */
export interface ExternalStoreMaterial {
  /** The key material is outside AWS. */
  readonly origin: "EXTERNAL_KEY_STORE";

  /** Id of the external key store, which has to be connected when the key is created: `cks-…`. */
  readonly customKeyStoreId: string;

  /** Id of the key in the external key manager. */
  readonly xksKeyId: string;
}

/** Where the key material comes from, with the names that KMS uses. EMR accepts every origin, since it reaches the key through KMS only. */
export type KeyMaterial = KmsMaterial | ImportedMaterial | CloudHsmMaterial | ExternalStoreMaterial;

/** The resource for a key with this material. */
export function keyOf(scope: Construct, material: KeyMaterial, common: KeyArguments): KmsKey | KmsExternalKey {
  const { origin, enableKeyRotation, rotationPeriodInDays, multiRegion, customKeyStoreId, xksKeyId } = every(material);
  if (origin === "EXTERNAL") return new KmsExternalKey(scope, "resource", { ...common, multiRegion });
  const rotates = enableKeyRotation ?? origin === "AWS_KMS";
  return new KmsKey(scope, "resource", {
    ...common,
    enableKeyRotation: rotates,
    rotationPeriodInDays: rotates ? rotationPeriodInDays : undefined,
    multiRegion,
    customKeyStoreId,
    xksKeyId,
  });
}

const rotationDays = { minimum: 90, maximum: 2560 };

/** Why KMS cannot create a key with this material. In TypeScript, the types refuse most of these cases already. */
export function materialProblems(scope: Construct, material: KeyMaterial, useGrants: boolean | undefined): string[] {
  const { origin } = every(material);
  if (Token.isUnresolved(origin))
    return ["origin is a reference; the origin of a key cannot be changed, so write it as a literal"];
  if (!origins.includes(origin)) return [`origin is '${origin}', expected one of ${origins.join(", ")}`];
  const problems = [...rotationProblems(material), ...storeProblems(scope, material)];
  if (origin === "EXTERNAL" && useGrants === true) {
    problems.push(
      "useGrants is true, and KMS cannot create grants on a key without material; leave it out, so that the key policy names the users",
    );
  }
  return problems;
}

function rotationProblems(material: KeyMaterial): readonly string[] {
  const { origin, enableKeyRotation, rotationPeriodInDays } = every(material);
  const problems = [...outside("rotationPeriodInDays", rotationPeriodInDays, rotationDays)];
  const rotates = enableKeyRotation ?? origin === "AWS_KMS";
  if (rotates && origin !== "AWS_KMS")
    problems.push(
      `enableKeyRotation is true, and KMS rotates only keys with origin AWS_KMS, not ${origin}; leave it out`,
    );
  if (!rotates && rotationPeriodInDays !== undefined)
    problems.push(`rotationPeriodInDays is ${rotationPeriodInDays}, but the key does not rotate; leave it out`);
  return problems;
}

function storeProblems(scope: Construct, material: KeyMaterial): readonly string[] {
  const { origin, multiRegion, customKeyStoreId, xksKeyId } = every(material);
  const misplaced = (argument: string, value: string, wanted: string) =>
    `${argument} is '${resolved(scope, value)}' and origin is '${origin}'; write origin ${wanted}, or leave ${argument} out`;
  const problems: string[] = [];
  const stored = origin === "AWS_CLOUDHSM" || origin === "EXTERNAL_KEY_STORE";
  if (stored && multiRegion === true)
    problems.push(`multiRegion is true, and a key with origin ${origin} cannot have replicas; leave it out`);
  if (stored && customKeyStoreId === undefined)
    problems.push(`origin is '${origin}' and customKeyStoreId is missing; write the id of the key store, cks-…`);
  if (!stored && customKeyStoreId !== undefined)
    problems.push(misplaced("customKeyStoreId", customKeyStoreId, "AWS_CLOUDHSM or EXTERNAL_KEY_STORE"));
  const outsideAws = origin === "EXTERNAL_KEY_STORE";
  if (outsideAws && xksKeyId === undefined)
    problems.push(`origin is '${origin}' and xksKeyId is missing; write the id of the key in the key manager`);
  if (!outsideAws && xksKeyId !== undefined) problems.push(misplaced("xksKeyId", xksKeyId, "EXTERNAL_KEY_STORE"));
  return problems;
}

const origins: readonly string[] = ["AWS_KMS", "EXTERNAL", "AWS_CLOUDHSM", "EXTERNAL_KEY_STORE"];

/** The arguments of every kind of material. */
function every(material: KeyMaterial) {
  const { enableKeyRotation, rotationPeriodInDays, multiRegion }: Omit<KmsMaterial, "origin"> = material as KmsMaterial;
  const { customKeyStoreId, xksKeyId }: Partial<ExternalStoreMaterial> = material as ExternalStoreMaterial;
  const origin: string = material.origin ?? "AWS_KMS";
  return { origin, enableKeyRotation, rotationPeriodInDays, multiRegion, customKeyStoreId, xksKeyId };
}
