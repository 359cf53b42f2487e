import { groupBy } from "../../../formats/group-by";
import type { Model, Resource } from "../../model/terraform/model";
import { kept } from "../../model/terraform/of-type";
import { known, type Leaf, unknownLeaf } from "../../rows/leaf";
import { softwareSettings } from "./classifications";
import { ClusterConfigurations } from "./configuration-of";

/** Properties that switch S3 Access Grants on: EMRFS's, and that of Hadoop's own S3A. */
const switches = [
  { property: "fs.s3.s3AccessGrants.enabled", classification: "emrfs-site" },
  { property: "fs.s3a.access.grants.enabled", classification: "core-site" },
] as const;

/**
 * Whether the clusters of a model that use a security configuration switch S3 Access Grants on.
 * https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-access-grants.html
 */
export class S3AccessGrants {
  private clusters: ReadonlyMap<string, readonly Resource[]> | undefined;

  constructor(private readonly model: Model) {}

  /** Whether each of them does; unknown without clusters. */
  of({ address }: Resource): Leaf<boolean> {
    this.clusters ??= byConfiguration(this.model);
    const answers = (this.clusters.get(address) ?? []).map((cluster) =>
      switchedOn(softwareSettings(this.model, cluster)),
    );
    if (answers.length === 0) {
      return unknownLeaf(
        "S3 Access Grants are switched on by clusters, and none in the input uses this configuration",
        "lint it together with its clusters",
      );
    }
    const isOff = answers.find((answer) => "known" in answer && answer.known === false);
    return isOff ?? answers.find((answer) => "unknown" in answer) ?? known(true);
  }
}

function byConfiguration(model: Model): ReadonlyMap<string, readonly Resource[]> {
  const used = new ClusterConfigurations(model);
  return groupBy(kept(model, "aws_emr_cluster"), (cluster) => used.of(cluster) ?? "");
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
