import { COMPUTED } from "../model/terraform/merge";
import type { Model, Resource } from "../model/terraform/model";
import { isRecord, Reference, type Symbolic, Template, Unknown } from "../model/values/symbolic";
import { resolveValue } from "./document-cursor";

/** Resources that make an object in S3. */
export const objectTypes: ReadonlySet<string> = new Set([
  "aws_s3_object",
  "aws_s3_bucket_object",
  "aws_s3_object_copy",
]);

/** Bucket and key of an object resource as one text, references written out. */
export function nameOf(model: Model, { values }: Pick<Resource, "values">): string | undefined {
  const bucket = written(model, values.bucket);
  const key = written(model, values.key);
  return bucket === undefined || key === undefined ? undefined : `${bucket}/${key}`;
}

/** Whether an object has this name; its key is compared first, since a plan may contain thousands of objects. */
export function isNamed(model: Model, object: Resource, name: string): boolean {
  const { key } = object.values;
  return (typeof key !== "string" || name.endsWith(key)) && nameOf(model, object) === name;
}

/** Bucket and key from an S3 URI or ARN. */
export function objectName(model: Model, uri: Symbolic): string | undefined {
  return written(model, uri)?.replace(/^(s3:\/\/|arn:[^:]*:s3:::)/, "");
}

/**
 * The object that a URI names: by bucket and key, or where a part of the key is not known by the one object that the URI refers to.
 *
 * @param uri as it is written, before its references are followed
 */
export function objectNamed(
  model: Model,
  uri: Symbolic,
  objects: readonly Resource[],
): { readonly name?: string; readonly object?: Resource } {
  const name = objectName(model, uri);
  if (name !== undefined) return { name, object: objects.find((each) => isNamed(model, each, name)) };
  const referred = new Set(keysReferredTo(uri));
  const [only] = referred;
  return only === undefined || referred.size > 1 ? {} : { object: objects.find(({ address }) => address === only) };
}

/** Addresses of what gives a URI its key. */
function keysReferredTo(uri: Symbolic): readonly string[] {
  const parts = uri instanceof Template ? uri.parts : [uri];
  return parts.flatMap((part) =>
    part instanceof Reference && ["key", "id", "arn"].includes(part.attribute) ? part.address : [],
  );
}

/** A text with its references by address: equal texts name the same object, whatever the references resolve to. */
export function written(model: Model, value: Symbolic | undefined): string | undefined {
  if (value === undefined) return undefined;
  const resolved = resolveValue(model, value);
  if (resolved instanceof Template) {
    const parts = resolved.parts.map((part) => (typeof part === "string" ? part : writtenPart(model, part)));
    return parts.includes(undefined) ? undefined : parts.join("");
  }
  if (resolved instanceof Reference) return writtenReference(model, resolved);
  return isRecord(resolved) || typeof resolved !== "string" ? undefined : resolved;
}

function writtenPart(model: Model, part: Reference | Unknown): string | undefined {
  return part instanceof Unknown ? nameOfUnknown(part) : written(model, part);
}

const numbers = new WeakMap<Unknown, number>();
let unknowns = 0;

/** A value that is computed once, such as a file's hash in a key, is the same wherever it is used. */
function nameOfUnknown(part: Unknown): string | undefined {
  if (part === COMPUTED) return undefined;
  if (!numbers.has(part)) numbers.set(part, ++unknowns);
  return `\0${part.of ?? numbers.get(part)}\0`;
}

function writtenReference(model: Model, { address, attribute }: Reference): string | undefined {
  const resource = model.at(address);
  if (resource?.type === "aws_s3_bucket") return writtenBucket(model, resource, attribute);
  if (!resource || !objectTypes.has(resource.type)) return `\${${address}.${attribute}}`;
  if (attribute === "arn") {
    const name = nameOf(model, resource);
    return name === undefined ? undefined : `arn:aws:s3:::${name}`;
  }
  return attribute === "id" ? written(model, resource.values.key) : `\${${address}.${attribute}}`;
}

/** `id`, `bucket` and, behind its prefix, `arn` of a bucket are one and the same. */
function writtenBucket(model: Model, { address, values }: Resource, attribute: string): string {
  const name = typeof values.bucket === "string" ? written(model, values.bucket) : undefined;
  if (attribute === "arn") return `arn:aws:s3:::${name ?? `\${${address}.id}`}`;
  return `\${${address}.${attribute === "bucket" ? "id" : attribute}}`;
}
