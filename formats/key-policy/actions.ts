import { globMatches } from "../glob";
import { nearestName } from "../nearest";

/** Operations of AWS KMS as policies name them (Service Authorization Reference, AWS Key Management Service). */
const operations = [
  "CancelKeyDeletion",
  "ConnectCustomKeyStore",
  "CreateAlias",
  "CreateCustomKeyStore",
  "CreateGrant",
  "CreateKey",
  "Decrypt",
  "DeleteAlias",
  "DeleteCustomKeyStore",
  "DeleteImportedKeyMaterial",
  "DeriveSharedSecret",
  "DescribeCustomKeyStores",
  "DescribeKey",
  "DisableKey",
  "DisableKeyRotation",
  "DisconnectCustomKeyStore",
  "EnableKey",
  "EnableKeyRotation",
  "Encrypt",
  "GenerateDataKey",
  "GenerateDataKeyPair",
  "GenerateDataKeyPairWithoutPlaintext",
  "GenerateDataKeyWithoutPlaintext",
  "GenerateMac",
  "GenerateRandom",
  "GetKeyPolicy",
  "GetKeyRotationStatus",
  "GetParametersForImport",
  "GetPublicKey",
  "ImportKeyMaterial",
  "ListAliases",
  "ListGrants",
  "ListKeyPolicies",
  "ListKeyRotations",
  "ListKeys",
  "ListResourceTags",
  "ListRetirableGrants",
  "PutKeyPolicy",
  "ReEncryptFrom",
  "ReEncryptTo",
  "ReplicateKey",
  "RetireGrant",
  "RevokeGrant",
  "RotateKeyOnDemand",
  "ScheduleKeyDeletion",
  "Sign",
  "SynchronizeMultiRegionKey",
  "TagResource",
  "UntagResource",
  "UpdateAlias",
  "UpdateCustomKeyStore",
  "UpdateKeyDescription",
  "UpdatePrimaryRegion",
  "Verify",
  "VerifyMac",
] as const;

/**
 * The action of KMS that a misspelt one was most likely meant to be: `kms:Decrypt` for `kms=Decrypt`, `kms:Decrpyt` and `Decrypt`.
 * Undefined for an action of KMS, for another service's, and for one that is not similar to any: new operations appear every year.
 */
export function meantAction(action: string): string | undefined {
  const [, service = "", separator = "", name = ""] = /^\s*(?:(\w+)(\s*[:;=.,]\s*))?([\w*?]+)\s*$/.exec(action) ?? [];
  const known = names(name);
  if (service === "") return known && !/[*?]/.test(name) ? `kms:${name}` : undefined;
  const isKms = service.toLowerCase() === "kms";
  if (!isKms && !(known && isTransposed(service))) return undefined;
  if (known) return isKms && separator === ":" && action === action.trim() ? undefined : `kms:${name}`;
  // The API's operation needs both of these actions.
  if (/^reencrypt$/i.test(name)) return "kms:ReEncrypt*";
  if (name.length > LONGEST_NAME) return undefined;
  const nearest = nearestName(name.replace(/[*?]+$/, ""), operations);
  return nearest === undefined ? undefined : `kms:${nearest}`;
}

/** No operation has a longer name. */
const LONGEST_NAME = 128;

/** Whether an action, wildcards included, matches some operation. */
function names(pattern: string): boolean {
  if (pattern.length > LONGEST_NAME) return false;
  const glob = pattern.toLowerCase();
  return /[*?]/.test(glob) ? lowered.some((operation) => globMatches(glob, operation)) : lowered.includes(glob);
}

const lowered = operations.map((operation) => operation.toLowerCase());

function isTransposed(service: string): boolean {
  return [...service.toLowerCase()].sort().join("") === "kms";
}
