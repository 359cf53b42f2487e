import { createHash } from "node:crypto";
import { KmsGrant } from "@cdktf/provider-aws/lib/kms-grant";
import { type KeyPurpose, keyPurposes } from "../../formats/key-policy";
import { completed, type Placement } from "../placement";
import { resolved } from "../resolve";
import type { KeyBase } from "./key";

/** One `aws_kms_grant` for each role; a role that has a grant for this purpose keeps it. */
export function grantByKms(
  key: KeyBase,
  purpose: KeyPurpose,
  arns: readonly string[],
  place: Placement,
): readonly KmsGrant[] {
  const { operations, services } = keyPurposes[purpose];
  if (services) {
    throw new Error(
      `${key.node.path}: a grant cannot name ${services.join(" and ")}, which ${purpose} requires; leave out useGrants, so that the key policy names it`,
    );
  }
  return arns.map((arn) => {
    if (/^\d{12}$/.test(arn))
      throw new Error(
        `${key.node.path}: a user for ${purpose} is '${arn}', and a grant requires an ARN; give the roles of that account`,
      );
    const id = `${purpose}-grant-${createHash("sha256").update(resolved(key, arn)).digest("hex").slice(0, 8)}`;
    const present = key.node.tryFindChild(id);
    if (present instanceof KmsGrant) return present;
    const { provider } = place;
    const grant = { keyId: key.arn, granteePrincipal: arn, operations: [...operations], provider };
    return completed(new KmsGrant(key, id, grant), place);
  });
}
