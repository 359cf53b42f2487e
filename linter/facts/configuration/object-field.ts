import { isImpossibleBucketName, mayBeBucketName } from "../../../formats/arn";
import type { Model } from "../../model/terraform/model";
import { Template } from "../../model/values/symbolic";
import { LINT_NEXT_PLAN } from "../../model/values/unknowns";
import type { ObjectField, ObjectForm } from "../../rows/configurations";
import { ABSENT, known, unknownLeaf } from "../../rows/leaf";
import type { DocumentCursor } from "../document-cursor";
import { written } from "../object-name";

/** The object that contains a provider or the certificates; its beginning and end may be known before the rest. */
export function objectField(model: Model, part: DocumentCursor): ObjectField {
  const object = part.text();
  const value = part.resolved();
  if (typeof value === "string")
    return { object, objectForm: known(form(value)), objectExtension: known(extension(value)) };
  if ("known" in object) return { object, objectForm: ABSENT, objectExtension: ABSENT };
  const open = "unknown" in object ? object : unknownLeaf("the object is known after apply", LINT_NEXT_PLAN);
  const text = written(model, value);
  const first = text ?? (value instanceof Template ? value.parts[0] : undefined);
  const last = text ?? (value instanceof Template ? value.parts.at(-1) : undefined);
  return {
    object,
    objectForm:
      typeof first === "string" && !/^[$\0]/.test(first) ? known(text ? form(text) : formOfStart(first)) : open,
    objectExtension:
      typeof last === "string" && /[./]/.test(last.slice(Math.max(last.lastIndexOf("}"), last.lastIndexOf("\0")) + 1))
        ? known(extension(last))
        : open,
  };
}

function form(text: string): ObjectForm {
  const [, prefix = "", bucket = "", key = ""] = /^(s3:\/\/|arn:[^:]*:s3:::)([^/]*)\/?(.*)/s.exec(text) ?? [];
  if (prefix === "") return text.trim() === "" ? "empty" : "other";
  if (!mayBeBucketName(bucket)) return "no bucket";
  if (key === "" && !/[${}\0]/.test(bucket)) return "no key";
  return prefix === "s3://" ? "s3 URI" : "S3 ARN";
}

/** The same where only the beginning is known. */
function formOfStart(text: string): ObjectForm {
  if (text.startsWith("s3://")) return "s3 URI";
  return /^arn:[^:]*:s3:::/.test(text) ? "S3 ARN" : "other";
}

function extension(text: string): string {
  return /\.([^./]*)$/.exec(text)?.[1]?.toLowerCase() ?? "";
}

/** Names as old buckets have them as well: with capitals and underscores, up to 255 characters. */
export function mayBeOverridden(name: string): boolean {
  return /^[A-Za-z0-9][A-Za-z0-9._-]{1,253}[A-Za-z0-9]$/.test(name) && !isImpossibleBucketName(name);
}
