import type { Model, Resource } from "../model/terraform/model";
import { isRecord, Reference, type Symbolic, Template } from "../model/values/symbolic";
import { resolveValue } from "./document-cursor";

/** Resources that make an object in S3. */
export const objectTypes: ReadonlySet<string> = new Set([
  "aws_s3_object",
  "aws_s3_bucket_object",
  "aws_s3_object_copy",
]);

/** Bucket and key of an object resource as one text, references written out. */
export function nameOf(model: Model, { values }: Resource): string | undefined {
  const bucket = written(model, values.bucket);
  const key = written(model, values.key);
  return bucket === undefined || key === undefined ? undefined : `${bucket}/${key}`;
}

/** Whether an object has this name; its key is compared first, since a plan may hold thousands of objects. */
export function isNamed(model: Model, object: Resource, name: string): boolean {
  const { key } = object.values;
  return (typeof key !== "string" || name.endsWith(key)) && nameOf(model, object) === name;
}

/** The same from an S3 URI or ARN. */
export function objectName(model: Model, uri: Symbolic): string | undefined {
  return written(model, uri)?.replace(/^(s3:\/\/|arn:[^:]*:s3:::)/, "");
}

/** A text with its references by address: equal texts name the same thing, whatever they turn out to be. */
export function written(model: Model, value: Symbolic | undefined): string | undefined {
  if (value === undefined) return undefined;
  const settled = resolveValue(model, value);
  if (settled instanceof Template) {
    const parts = settled.parts.map((part) => (typeof part === "string" ? part : written(model, part)));
    return parts.includes(undefined) ? undefined : parts.join("");
  }
  if (settled instanceof Reference) return `\${${settled.address}.${sameAttribute(model, settled)}}`;
  return isRecord(settled) || typeof settled !== "string" ? undefined : settled;
}

/** `id`, `bucket` and, where an ARN is cut to its resource, `arn` of a bucket are one and the same. */
function sameAttribute(model: Model, { address, attribute }: Reference): string {
  const ofBucket = model.at(address)?.type === "aws_s3_bucket";
  return ofBucket && (attribute === "bucket" || attribute === "arn") ? "id" : attribute;
}
