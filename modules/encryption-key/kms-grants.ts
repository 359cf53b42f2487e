import { createHash } from "node:crypto";
import { KmsGrant } from "@cdktf/provider-aws/lib/kms-grant";
import { type KeyPurpose, keyPurposes } from "../../formats/key-policy";
import { type Placement, placed } from "../placement";
import { resolved } from "../resolve";
import type { KeyBase } from "./key";

/** One `aws_kms_grant` for each role that has none yet for this purpose. */
export function grantByKms(
  key: KeyBase,
  purpose: KeyPurpose,
  arns: readonly string[],
  place: Placement,
): readonly KmsGrant[] {
  const { operations, services } = keyPurposes[purpose];
  if (services) {
    throw new Error(
      `${key.node.path}: a grant cannot name ${services.join(" and ")}, which ${purpose} needs; leave out useGrants, so that the key policy names it`,
    );
  }
  return arns.flatMap((arn) => {
    const id = `${purpose}-grant-${createHash("sha256").update(resolved(key, arn)).digest("hex").slice(0, 8)}`;
    if (key.node.tryFindChild(id)) return [];
    const { provider } = place;
    const grant = { keyId: key.arn, granteePrincipal: arn, operations: [...operations], provider };
    return [placed(new KmsGrant(key, id, grant), place)];
  });
}
