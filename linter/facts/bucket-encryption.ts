import type { Model, Resource } from "../model/terraform/model";
import { kept } from "../model/terraform/of-type";
import { Reference } from "../model/values/symbolic";
import { argument, DocumentCursor } from "./document-cursor";
import { written } from "./object-name";

/** The bucket of that name, where the input makes it. */
export function bucketNamed(model: Model, name: string | undefined): Resource | undefined {
  if (name === undefined) return undefined;
  return kept(model, "aws_s3_bucket").find(({ address }) => written(model, new Reference(address, "id")) === name);
}

/** The resource of a type that configures the bucket of that name and still exists after the plan. */
export function settingsOfBucket(model: Model, name: string | undefined, type: string): Resource | undefined {
  if (name === undefined) return undefined;
  return kept(model, type).find(({ values }) => written(model, values.bucket) === name);
}

/** What the bucket of that name applies to objects that do not specify encryption: `sse_algorithm` and `kms_master_key_id`. */
export function encryptionByDefault(model: Model, name: string | undefined): DocumentCursor {
  const settings = settingsOfBucket(model, name, "aws_s3_bucket_server_side_encryption_configuration");
  const rule = settings ? argument(model, settings, "rule") : inlineRule(model, bucketNamed(model, name));
  return rule.firstBlock().at("apply_server_side_encryption_by_default").firstBlock();
}

function inlineRule(model: Model, bucket: Resource | undefined): DocumentCursor {
  if (!bucket) return new DocumentCursor(model, undefined);
  return argument(model, bucket, "server_side_encryption_configuration").firstBlock().at("rule");
}
