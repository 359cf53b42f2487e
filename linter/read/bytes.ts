import { isUtf8 } from "node:buffer";
import { closeSync, openSync, readFileSync, readSync } from "node:fs";
import { basename, dirname, resolve } from "node:path";
import { isObject, type JsonObject, member, members, withoutLoneSurrogates } from "../model/json";
import { position, syntaxFault } from "../model/json-syntax";
import { TerraformModel } from "../model/terraform-model";
import { blockLines } from "./block-lines";
import { configurationModel } from "./configuration-folder";
import { planParts, stateParts } from "./plan";
import type { ReadInput, ReadOptions } from "./read";
import { Refusal } from "./refusal";
import { entryNames, isZip } from "./zip-names";

/** Members that Terraform's JSON syntax has at its top. */
const CONFIGURATION = new Set(
  "// terraform provider resource data variable locals module output moved removed import check ephemeral".split(" "),
);

const PEEK = 64 * 1024;

const MAKE_PLAN = "terraform plan -out plan && terraform show -json plan | emr-encryption lint -";

/** Reads one file by its content. JSON is read straight as text: bytes beside it would double the memory of large plans. */
export function readFile(input: string, path: string, options: ReadOptions): readonly ReadInput[] {
  const folder = dirname(path);
  if (!/^\s*[{[]/.test(peek(path).toString("latin1"))) return readBytes(input, readFileSync(path), folder, options);
  return readText(input, readJsonText(path), folder, options);
}

/** Reads bytes by their content. `folder` is where their relative paths start. */
export function readBytes(
  input: string,
  bytes: Uint8Array,
  folder: string,
  options: ReadOptions,
): readonly ReadInput[] {
  if (bytes.length === 0) throw new Refusal("the file is empty (0 bytes)");
  if (isZip(bytes)) return [readZip(input, bytes)];
  return readText(input, decode(bytes), folder, options);
}

/** The first bytes of a file. */
export function peek(path: string): Buffer {
  const file = openSync(path, "r");
  try {
    const buffer = Buffer.alloc(PEEK);
    return buffer.subarray(0, readSync(file, buffer, 0, PEEK, 0));
  } finally {
    closeSync(file);
  }
}

/**
 * Text of a file of JSON.
 *
 * @throws Refusal with the position where it is not UTF-8.
 */
export function readJsonText(path: string): string {
  const content = readFileSync(path, "utf8");
  const odd = content.indexOf("\ufffd");
  if (odd === -1 || isUtf8(readFileSync(path))) return content;
  const { line, column } = position(content, odd, "");
  throw new Refusal(`it is not UTF-8 at line ${line}, column ${column}`);
}

function readText(input: string, content: string, folder: string, options: ReadOptions): readonly ReadInput[] {
  const json = parseJson(content, input);
  const roots = rootsOf(folder, options);
  const common = { input, stack: "", roots, region: options.region };
  const version = member(json, "format_version");
  if (version !== undefined) {
    if (!/^(?:0\.[12]|1\.\d+)$/.test(String(version))) {
      throw new Refusal(
        `its format_version ${JSON.stringify(version)} is not one that this version reads (0.1, 0.2 and 1.x)`,
      );
    }
    if (member(json, "resource_changes") !== undefined || member(json, "planned_values") !== undefined) {
      return [
        {
          input,
          stack: "",
          kind: "plan",
          model: new TerraformModel({ ...common, kind: "plan", ...planParts(json, roots) }),
        },
      ];
    }
    return [
      { input, stack: "", kind: "state", model: new TerraformModel({ ...common, kind: "state", ...stateParts(json) }) },
    ];
  }
  if (member(json, "lineage") !== undefined || member(json, "serial") !== undefined) {
    throw new Refusal("this is Terraform's state file; lint its JSON: terraform show -json | emr-encryption lint -");
  }
  const names = members(json).map(([name]) => name);
  if (names.length > 0 && names.every((name) => CONFIGURATION.has(name))) {
    const file =
      input === "-" ? { content: json } : { file: input, content: json, lines: linesOf(resolve(options.cwd, input)) };
    return [
      { input, stack: "", kind: "configuration", model: configurationModel(common, "configuration", [file], folder) },
    ];
  }
  throw new Refusal(`this JSON is no plan, state or configuration of Terraform; make one: ${MAKE_PLAN}`);
}

/** Folders where relative paths of an input are looked up. */
export function rootsOf(folder: string, options: ReadOptions): readonly string[] {
  return [...new Set([...(options.root === undefined ? [] : [options.root]), folder, options.cwd])];
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
  throw new Refusal(`this JSON is no plan, state or configuration of Terraform; make one: ${MAKE_PLAN}`);
}

/** Text of a file; UTF-16 as well, which is what PowerShell's `>` writes. */
export function decode(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return buffer.toString("utf16le", 2).replace(/\p{Surrogate}/gu, "\ufffd");
  if (!isUtf8(bytes)) throw new Refusal(`this is neither JSON nor a bundle; for a plan: ${MAKE_PLAN}`);
  const text = buffer.toString("utf8");
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}

/** Lines of the blocks of a file, read again when they are asked for; none where it has changed into something else since. */
export function linesOf(path: string): () => ReadonlyMap<string, number> {
  let lines: ReadonlyMap<string, number> | undefined;
  return () => {
    if (!lines) {
      try {
        lines = blockLines(readJsonText(path));
      } catch {
        lines = new Map();
      }
    }
    return lines;
  };
}

function readZip(input: string, bytes: Uint8Array): ReadInput {
  if (entryNames(bytes).includes("tfplan")) {
    const name = input === "-" ? "plan" : input;
    throw new Refusal(
      `this is Terraform's saved plan; lint its JSON: terraform show -json ${name} | emr-encryption lint -`,
    );
  }
  return { input, stack: "", kind: "bundle", bundle: { name: input, content: bytes } };
}

function explainText(text: string, input: string): string {
  const start = text.trimStart();
  if (start.startsWith("{") || start.startsWith("[")) {
    const fault = syntaxFault(text);
    if (fault) return `it is not JSON: ${fault.problem} at line ${fault.line}, column ${fault.column}`;
  }
  if (start === "") return "the file holds nothing but white space";
  if (start.includes("-----BEGIN ")) return "this is a PEM file; lint the folder that holds it, or the zip made of it";
  if (/\.tf(?:vars)?$/.test(basename(input))) return `this is HCL, which is judged by its plan: ${MAKE_PLAN}`;
  return `this is neither JSON nor a bundle; for a plan: ${MAKE_PLAN}`;
}
