import type { Model, Resource } from "../../model/terraform/model";
import { Reference } from "../../model/values/symbolic";
import { known, type Leaf } from "../../rows/leaf";
import { argument } from "../document-cursor";
import { clustersWith } from "./configuration-of";

/** Whether every cluster that uses a configuration starts from an encrypted image; absent without clusters. */
export function imageEncrypted(model: Model, configuration: Resource): Leaf<boolean> {
  const clusters = clustersWith(model, configuration);
  return known(clusters.length === 0 ? null : clusters.every((cluster) => startsEncrypted(model, cluster)));
}

/** An image outside of the input is not known, and counts as not encrypted. */
function startsEncrypted(model: Model, cluster: Resource): boolean {
  const written = argument(model, cluster, "custom_ami_id").source();
  const image = written instanceof Reference ? model.at(written.address) : undefined;
  if (image?.type === "aws_ami_copy") return image.values.encrypted === true;
  if (image?.type !== "aws_ami") return false;
  const devices = argument(model, image, image.mode === "data" ? "block_device_mappings" : "ebs_block_device").items();
  if (!devices || devices.length === 0) return false;
  return devices.every((device) =>
    [device.at("encrypted"), device.at("ebs").at("encrypted")].some((each) => String(each.resolved()) === "true"),
  );
}
