import { isUtf8 } from "node:buffer";
import { basename } from "node:path";
import { repeatedMember, syntaxFault } from "../../formats/json-syntax";
import { lazily } from "../../formats/lazily";
import { isObject, type JsonObject, withoutLoneSurrogates } from "../model/values/json";
import type { FilePlaces } from "./file-places";
import { FILE_LIMITS, type GuardedFiles } from "./guarded-files";
import { lineAndColumn } from "./line-and-column";
import { Refusal } from "./refusal";

/** The command that creates a plan for the linter. */
export const MAKE_PLAN = "terraform plan -out plan && terraform show -json plan | emr-encryption lint -";

export const PEEK = 64 * 1024;

export function peek(path: string, files: GuardedFiles): Buffer {
  return files.start(path, PEEK);
}

/**
 * Text of a file of JSON.
 *
 * @throws Refusal with the position where it is not UTF-8.
 */
export function readJsonText(path: string, files: GuardedFiles): string {
  const content = files.text(path, FILE_LIMITS.input).replace(/^\ufeff/, "");
  const odd = content.indexOf("\ufffd");
  if (odd === -1 || isUtf8(files.bytes(path, FILE_LIMITS.input))) return content;
  const { line, column } = lineAndColumn(content, odd);
  throw new Refusal(`it is not UTF-8 at line ${line}, column ${column}`);
}

/**
 * Parses a JSON object.
 *
 * @throws Refusal with the position of the first fault.
 */
export function parseJson(text: string, input: string): JsonObject {
  let json: unknown;
  try {
    json = JSON.parse(withoutLoneSurrogates(text));
  } catch {
    throw new Refusal(explainText(text, input));
  }
  if (isObject(json)) return json;
  throw new Refusal(`this JSON is not a plan, state or configuration of Terraform; create a plan: ${MAKE_PLAN}`);
}

/**
 * Parses a JSON object of Terraform's JSON syntax. Terraform reads both of two blocks of one name, of which `JSON.parse` keeps
 * the last, and refuses two arguments of one name.
 *
 * @throws Refusal with the position of the first fault.
 */
export function parseConfiguration(text: string, input: string): JsonObject {
  const json = parseJson(text, input);
  requireSingleMembers(text, json);
  return json;
}

/** @throws Refusal where an object of a JSON text has a member twice. */
export function requireSingleMembers(text: string, json: JsonObject): void {
  if (countMembers(json) === countNames(text)) return;
  const repeated = repeatedMember(text);
  if (repeated) {
    throw new Refusal(`an object contains the same member twice, at line ${repeated.line}, column ${repeated.column}`);
  }
}

function countMembers(json: JsonObject): number {
  const open: unknown[] = [json];
  let count = 0;
  while (open.length > 0) {
    const value = open.pop();
    if (typeof value !== "object" || value === null) continue;
    const inner = Object.values(value);
    if (!Array.isArray(value)) count += inner.length;
    for (const each of inner) open.push(each);
  }
  return count;
}

/** Strings of a JSON text with a colon behind them. */
function countNames(text: string): number {
  let count = 0;
  for (const [, colon] of text.matchAll(/"[^"\\]*(?:\\.[^"\\]*)*"(\s*:)?/g)) if (colon !== undefined) count++;
  return count;
}

/** The start of a text, whatever its encoding; undecodable bytes become U+FFFD. */
export function decodeStart(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return (utf16(buffer) ?? buffer.toString("utf8")).replace(/^\ufeff/, "");
}

/** Text of UTF-16, which is known by its byte order mark or by the NUL beside the first character; undefined for other text. */
function utf16(buffer: Buffer): string | undefined {
  const [first, second] = buffer;
  if ((first === 0xff && second === 0xfe) || (first === 0x7b && second === 0)) return buffer.toString("utf16le");
  if ((first === 0xfe && second === 0xff) || (first === 0 && second === 0x7b)) {
    return Buffer.from(buffer.subarray(0, buffer.length & ~1))
      .swap16()
      .toString("utf16le");
  }
  return undefined;
}

/** Text of a file; UTF-16 as well, which is what PowerShell's `>` writes. */
export function decode(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const wide = utf16(buffer);
  if (wide !== undefined) return wide.replace(/^\ufeff/, "").replace(/\p{Surrogate}/gu, "\ufffd");
  if (!isUtf8(bytes)) throw new Refusal(`this is neither JSON nor a bundle; for a plan: ${MAKE_PLAN}`);
  return buffer.toString("utf8").replace(/^\ufeff/, "");
}

/** Places in a file of Terraform's JSON syntax, which is read again when they are asked for; none where it has changed since. */
export function placesOf(path: string, files: GuardedFiles): () => FilePlaces {
  return lazily(() => {
    try {
      return jsonPlaces(readJsonText(path, files));
    } catch {
      return { find: () => [] };
    }
  });
}

/** Places in a text of JSON; most runs need none. */
export function jsonPlaces(text: string): FilePlaces {
  const { JsonPlaces } = require("./json-places") as typeof import("./json-places");
  return new JsonPlaces(text);
}

function explainText(text: string, input: string): string {
  const start = text.trimStart();
  if (start.startsWith("{") || start.startsWith("[")) {
    const fault = syntaxFault(text);
    if (fault) return `it is not JSON: ${fault.problem} at line ${fault.line}, column ${fault.column}`;
  }
  if (start === "") return "the file contains only white space";
  if (start.includes("-----BEGIN "))
    return "this is a PEM file; lint the folder that contains it, or the zip made from it";
  if (/\.(?:tf|tofu|tfvars)$/.test(basename(input))) return `this is HCL, which is checked by its plan: ${MAKE_PLAN}`;
  return `this is neither JSON nor a bundle; for a plan: ${MAKE_PLAN}`;
}
