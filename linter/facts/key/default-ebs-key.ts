import { kept } from "../../model/terraform/of-type";
import type { Symbolic } from "../../model/values/symbolic";
import { configurationsOf } from "../cluster/configuration-of";
import { encryptionPlaces } from "../configuration/encryption-places";
import { asWritten, DocumentCursor } from "../document-cursor";
import type { ResourceNames } from "../iam/resource-names";
import type { Documents } from "./declared";
import { type KeyPlace, placeOf } from "./places";

/**
 * Clusters whose volumes are encrypted with the account's default key for EBS. EBS encryption by default and its key have to be in the input;
 * EMR's own setting takes precedence over both.
 */
export function defaultEbsPlaces(names: ResourceNames, documents: Documents): readonly KeyPlace[] {
  const { model } = names;
  const defaults = kept(model, "aws_ebs_default_kms_key");
  if (defaults.length === 0) return [];
  const encrypts = kept(model, "aws_ebs_encryption_by_default").filter(
    ({ values: { enabled = true } }) => String(enabled) === "true",
  );
  return kept(model, "aws_emr_cluster").flatMap((by) => {
    const [own, ...others] = defaults.filter(({ region }) => isSame(region, by.region));
    const isEncrypted = encrypts.some(({ region }) => isSame(region, by.region));
    if (!own || others.length > 0 || !isEncrypted || !leavesVolumes(configurationsOf(model).of(by), documents))
      return [];
    const place = { by, purpose: "ebs", words: "EBS encryption by default", path: ["service_role"] } as const;
    return placeOf(own.values.key_arn, names, place);
  });
}

/** Whether a cluster has no security configuration, or one that is known not to encrypt EBS volumes. */
function leavesVolumes(configuration: string | undefined, documents: Documents): boolean {
  if (configuration === "none") return true;
  const document = documents.get(configuration ?? "");
  const disk = encryptionPlaces(new DocumentCursor(asWritten, document)).find(({ kind }) => kind === "localDisk");
  const flag = disk?.part.at("EnableEbsEncryption").flag();
  return document !== undefined && flag !== undefined && "known" in flag && flag.known !== true;
}

function isSame(left: Symbolic, right: Symbolic): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}
