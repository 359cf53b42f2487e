import type { Model, Resource } from "../../model/terraform/model";
import { known, type Leaf, unknownLeaf } from "../../rows/leaf";
import { softwareSettings } from "./classifications";
import { clustersWith } from "./configuration-of";

/** Properties that switch S3 Access Grants on: EMRFS's, and that of Hadoop's own S3A. */
const switches = [
  { property: "fs.s3.s3AccessGrants.enabled", classification: "emrfs-site" },
  { property: "fs.s3a.access.grants.enabled", classification: "core-site" },
] as const;

/**
 * Whether each cluster that uses a security configuration switches S3 Access Grants on; unknown without clusters.
 * https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-access-grants.html
 */
export function accessGrants(model: Model, configuration: Resource): Leaf<boolean> {
  const answers = clustersWith(model, configuration).map((cluster) => switchedOn(softwareSettings(model, cluster)));
  if (answers.length === 0) {
    return unknownLeaf(
      "S3 Access Grants are switched on by clusters, and none in the input uses this configuration",
      "lint it together with its clusters",
    );
  }
  const isOff = answers.find((answer) => "known" in answer && answer.known === false);
  return isOff ?? answers.find((answer) => "unknown" in answer) ?? known(true);
}

function switchedOn(setting: ReturnType<typeof softwareSettings>): Leaf<boolean> {
  const values = switches.map(({ property, classification }) => setting(property, classification));
  if (values.some((value) => "known" in value && /^true$/i.test(value.known ?? ""))) return known(true);
  const open = values.find((value) => !("known" in value));
  if (!open) return known(false);
  return "unknown" in open
    ? open
    : unknownLeaf("whether S3 Access Grants are on is known after apply", "write it as a literal");
}
