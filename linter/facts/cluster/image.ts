import type { Model, Resource } from "../../model/terraform/model";
import { Reference, type Symbolic } from "../../model/values/symbolic";
import { known, type Leaf } from "../../rows/leaf";
import { argument, DocumentCursor } from "../document-cursor";
import { clustersByConfiguration } from "./java";

/** The machine images of the clusters of a model. */
export class ClusterImages {
  private byConfiguration: ReadonlyMap<string | undefined, readonly Resource[]> | undefined;

  constructor(private readonly model: Model) {}

  /** Whether every cluster that uses a configuration starts from an encrypted image; absent without clusters. */
  encryptedFor(configuration: Resource): Leaf<boolean> {
    this.byConfiguration ??= clustersByConfiguration(this.model);
    const clusters = this.byConfiguration.get(configuration.address) ?? [];
    return known(clusters.length === 0 ? null : clusters.every((cluster) => this.isEncrypted(cluster)));
  }

  /** An image outside of the input is not known, and counts as not encrypted. */
  private isEncrypted(cluster: Resource): boolean {
    const written = argument(this.model, cluster, "custom_ami_id").source();
    const image = written instanceof Reference ? this.model.at(written.address) : undefined;
    if (image?.type === "aws_ami_copy") return image.values.encrypted === true;
    const name = image?.mode === "data" ? "block_device_mappings" : "ebs_block_device";
    const devices = image?.type === "aws_ami" ? argument(this.model, image, name).resolved() : undefined;
    if (!Array.isArray(devices) || devices.length === 0) return false;
    return devices.every((device: Symbolic) => {
      const part = new DocumentCursor(this.model, device);
      return [part.at("encrypted"), part.at("ebs").at("encrypted")].some((each) => String(each.resolved()) === "true");
    });
  }
}
