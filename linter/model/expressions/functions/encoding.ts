import { isUtf8 } from "node:buffer";
import { createHash } from "node:crypto";
import { parseDocument, writeDocument } from "../../values/document";
import { isLeaf, isRecord, Reference, type Symbolic } from "../../values/symbolic";
import { isKnown, notFollowed, referencesIn, sensitive } from "../../values/unknowns";
import { asBoolean, asNumber, asText, FAILED, type Result } from "../result";
import { type Functions, ofTexts } from "./function";

/** Functions that convert, encode and hash. */
export const ENCODING: Functions = {
  base64decode: ofTexts([1, 1], (value) => decodeBase64(value)),
  base64encode: ofTexts([1, 1], (value) => Buffer.from(value, "utf8").toString("base64")),
  base64sha256: hash("sha256", "base64"),
  base64sha512: hash("sha512", "base64"),
  csvdecode: ofTexts([1, 1], (text) => (require("./csv") as typeof import("./csv")).decodeCsv(text)),
  jsondecode: ([value]) => decodeJson(value),
  jsonencode: ([value]) => (value === undefined ? undefined : writeDocument(value)),
  md5: hash("md5", "hex"),
  nonsensitive: ([value]) => value,
  sensitive: ([value]) =>
    value === undefined || value === null || value instanceof Reference ? value : sensitive(referencesIn(value)),
  sha1: hash("sha1", "hex"),
  sha256: hash("sha256", "hex"),
  sha512: hash("sha512", "hex"),
  tobool: ([value]) => (value === null ? null : asBoolean(value)),
  tonumber: ([value]) => (value === null ? null : asNumber(value)),
  tostring: ([value]) => (value === null ? null : (asText(value) ?? (isLeaf(value) ? value : undefined))),
  urlencode: ofTexts([1, 1], (value) =>
    encodeURIComponent(value)
      .replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
      .replaceAll("%20", "+"),
  ),
  yamldecode: ([value], context) => yaml().decodeYaml(value, context),
  yamlencode: ([value]) => (value !== undefined && isKnown(value) ? yaml().encodeYaml(value) : undefined),
};

/** Few configurations contain YAML. */
function yaml(): typeof import("./yaml") {
  return require("./yaml");
}

function hash(algorithm: string, encoding: "hex" | "base64") {
  return ofTexts([1, 1], (value) => createHash(algorithm).update(value, "utf8").digest(encoding));
}

function decodeBase64(value: string): Result {
  if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(value.replace(/[\r\n]/g, "")))
    return FAILED;
  const bytes = Buffer.from(value, "base64");
  return isUtf8(bytes) ? bytes.toString("utf8") : FAILED;
}

function decodeJson(value: Symbolic | undefined): Result {
  if (value === undefined) return undefined;
  if (value === null || Array.isArray(value) || isRecord(value)) return FAILED;
  const parsed = parseDocument(typeof value === "object" ? value : (asText(value) as string));
  if ("document" in parsed) return parsed.document;
  return "problem" in parsed
    ? typeof value === "string"
      ? FAILED
      : notFollowed("jsondecode of a text that is not JSON")
    : undefined;
}
