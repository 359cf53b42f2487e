import { KmsExternalKey } from "@cdktf/provider-aws/lib/kms-external-key";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { Token } from "cdktf";
import type { Construct } from "constructs";
import { resolved } from "../resolve";
import { outside } from "./key-rights";
import type { KeyArguments } from "./own-key";

/** Material that KMS makes and keeps. */
export interface KmsMaterial {
  /**
   * KMS makes the key's material.
   *
   * @default "AWS_KMS"
   */
  readonly origin?: "AWS_KMS";

  /**
   * Whether KMS makes new key material every {@link rotationPeriodDays} days. The ARN stays, and old data can still be read.
   *
   * @default true
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
}

/**
 * Material that you import, outside Terraform: it would stand in the state. Until then KMS neither encrypts with the key nor makes grants
 * on it, and it never rotates it.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/importing-keys.html
 */
export interface ImportedMaterial {
  /** The key waits for its material. */
  readonly origin: "EXTERNAL";

  /**
   * Whether the key may have replicas in other Regions, each of which needs the same material.
   *
   * @default false
   */
  readonly multiRegion?: boolean;
}

/**
 * Material in a cluster of AWS CloudHSM. KMS cannot rotate it, and it has no replicas.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-store-overview.html
 */
export interface CloudHsmMaterial {
  /** The material lies in CloudHSM. */
  readonly origin: "AWS_CLOUDHSM";

  /** Id of the custom key store, connected when the key is made: `cks-…`. */
  readonly customKeyStoreId: string;
}

/**
 * Material in a key manager outside AWS. KMS cannot rotate it, and it has no replicas.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/keystore-external.html
 */
export interface ExternalStoreMaterial {
  /** The material lies outside AWS. */
  readonly origin: "EXTERNAL_KEY_STORE";

  /** Id of the external key store, connected when the key is made: `cks-…`. */
  readonly customKeyStoreId: string;

  /** Id by which the external key manager knows the key. */
  readonly xksKeyId: string;
}

/** Where a key's material comes from, in KMS's own words, and what goes with it. EMR takes every origin: it sees the key only through KMS. */
export type KeyMaterial = KmsMaterial | ImportedMaterial | CloudHsmMaterial | ExternalStoreMaterial;

/** The resource that makes a key with this material. */
export function keyOf(scope: Construct, material: KeyMaterial, common: KeyArguments): KmsKey | KmsExternalKey {
  const { origin, rotation, rotationPeriodDays, multiRegion, customKeyStoreId, xksKeyId } = every(material);
  if (origin === "EXTERNAL") return new KmsExternalKey(scope, "resource", { ...common, multiRegion });
  const rotates = rotation ?? origin === "AWS_KMS";
  return new KmsKey(scope, "resource", {
    ...common,
    enableKeyRotation: rotates,
    rotationPeriodInDays: rotates ? rotationPeriodDays : undefined,
    multiRegion,
    customKeyStoreId,
    xksKeyId,
  });
}

const rotationDays = { minimum: 90, maximum: 2560 };

/** Why KMS makes no key of this material; the types say most of it, but not to JavaScript. */
export function materialProblems(scope: Construct, material: KeyMaterial, useGrants: boolean | undefined): string[] {
  const { origin, rotation, rotationPeriodDays, multiRegion, ...store } = every(material);
  if (Token.isUnresolved(origin)) return ["origin is a reference; KMS fixes it when the key is made, so write it out"];
  if (!origins.includes(origin)) return [`origin is '${origin}', allowed are ${origins.join(", ")}`];
  const { customKeyStoreId, xksKeyId } = resolved(scope, store);
  const problems = [...outside("rotationPeriodDays", rotationPeriodDays, rotationDays)];
  const rotates = rotation ?? origin === "AWS_KMS";
  if (rotates && origin !== "AWS_KMS")
    problems.push(`rotation is true, and KMS rotates only keys with origin AWS_KMS, not ${origin}; leave it out`);
  if (!rotates && rotationPeriodDays !== undefined)
    problems.push(`rotationPeriodDays is ${rotationPeriodDays}, but the key does not rotate; leave it out`);
  const stored = origin === "AWS_CLOUDHSM" || origin === "EXTERNAL_KEY_STORE";
  if (stored && multiRegion === true)
    problems.push(`multiRegion is true, and a key with origin ${origin} has no replicas; leave it out`);
  if (stored && customKeyStoreId === undefined)
    problems.push(`origin is '${origin}' and customKeyStoreId is missing; write the id of the key store, cks-…`);
  if (!stored && customKeyStoreId !== undefined)
    problems.push(misplaced("customKeyStoreId", customKeyStoreId, origin, "AWS_CLOUDHSM or EXTERNAL_KEY_STORE"));
  if (origin === "EXTERNAL" && useGrants === true) {
    problems.push(
      "useGrants is true, and KMS makes no grants on a key that waits for its material; leave it out, so that the key policy names the users",
    );
  }
  const outsideAws = origin === "EXTERNAL_KEY_STORE";
  if (outsideAws && xksKeyId === undefined)
    problems.push(`origin is '${origin}' and xksKeyId is missing; write the id by which the key manager knows the key`);
  if (!outsideAws && xksKeyId !== undefined)
    problems.push(misplaced("xksKeyId", xksKeyId, origin, "EXTERNAL_KEY_STORE"));
  return problems;
}

const misplaced = (argument: string, value: string, origin: string, wanted: string) =>
  `${argument} is '${value}' and origin is '${origin}'; write origin ${wanted}, or leave ${argument} out`;

const origins: readonly string[] = ["AWS_KMS", "EXTERNAL", "AWS_CLOUDHSM", "EXTERNAL_KEY_STORE"];

/** The material with all that any of its kinds says. */
function every(material: KeyMaterial) {
  const { rotation, rotationPeriodDays, multiRegion }: Omit<KmsMaterial, "origin"> = material as KmsMaterial;
  const { customKeyStoreId, xksKeyId }: Partial<ExternalStoreMaterial> = material as ExternalStoreMaterial;
  const origin: string = material.origin ?? "AWS_KMS";
  return { origin, rotation, rotationPeriodDays, multiRegion, customKeyStoreId, xksKeyId };
}
