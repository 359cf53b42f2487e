import { dirname, extname, join, relative } from "node:path";
import type { Document } from "yaml";
import { isDay } from "../../formats/day";
import { syntaxProblem } from "../../formats/json-syntax";
import {
  count,
  flag,
  kindOf,
  leaf,
  list,
  map,
  matching,
  object,
  type Shape,
  type ShapePath,
  shapePath,
  text,
  word,
} from "../../formats/shape";
import { UsageError } from "../errors";
import type { FileAccess } from "../model/terraform/model";
import { isObject, type Json, type JsonObject } from "../model/values/json";
import { checkoutOf, FILE_LIMITS } from "../read/guarded-files";
import { requireSingleMembers } from "../read/json-text";
import { Refusal, readNamed } from "../read/refusal";
import { type DeclaredCluster, LOCKABLE, type Lock, type RootModule, type SettingsFile, type Waiver } from "./settings";

const names = ["emr-encryption.config.json", "emr-encryption.config.yaml", "emr-encryption.config.yml"];
const environmentName = matching(/^[a-z][a-z0-9-]*$/, "a name in lower case, as production or development");
const rule = matching(/^[a-z0-9_]+\.[a-z0-9_]+$/, "the id of a rule, as cert.weak_rsa");
const globs = list(matching(/^[a-z0-9_.*]+$/, "a rule or several, as cert.weak_rsa or config.*"));
const flagOrGlobs = leaf<boolean>("true, false or a list of rules, as cert.weak_rsa or config.*", flag.fits);
const strict: Shape<NonNullable<SettingsFile["strict"]>> = {
  need: flagOrGlobs.need,
  fits: (value): value is NonNullable<SettingsFile["strict"]> => flag.fits(value) || globs.fits(value),
  fault: (value, ...rest) => (Array.isArray(value) ? globs : flagOrGlobs).fault(value, ...rest),
};
const lock = leaf<Lock>(
  `waivers:RULE, as waivers:cert.weak_rsa, or one of ${LOCKABLE.join(", ")}`,
  (value) =>
    LOCKABLE.some((name) => name === value) ||
    (typeof value === "string" && value.startsWith("waivers:") && rule.fits(value.slice("waivers:".length))),
  "a text",
);
const isDayText = (value: unknown) => typeof value === "string" && isDay(value);
const day = leaf<string>("a day of the calendar, as YYYY-MM-DD", isDayText, "a text");

const settingsFile = object<SettingsFile>({
  $schema: text,
  extends: list(text),
  locked: list(lock),
  environment: environmentName,
  failOn: word("error", "warning", "info", "never"),
  strict,
  thresholds: object({
    rsaBits: count(1),
    expiresSoonDays: count(0),
    longValidityDays: count(1),
    deletionWindowDays: count(7),
  }),
  severities: map(word("error", "warning", "info", "off"), rule),
  waivers: list(
    object<Waiver>({ rule, address: text, input: text, path: text, reason: text, owner: text, expires: day }, [
      "rule",
      "reason",
      "expires",
    ]),
  ),
  longestWaiverDays: count(1),
  rulesVersion: matching(/^\d+\.\d+(\.\d+)?$/, 'a version in quotes, as "1.2"'),
  environments: object({
    accounts: map(environmentName, matching(/^\d{12}$/, "an account id of twelve digits, in quotes")),
    tags: object({ keys: list(text), development: list(text) }),
  }),
  known: object({
    asOf: day,
    maxAgeDays: count(1),
    account: matching(/^\d{12}$/, "an account id of twelve digits, in quotes"),
    region: text,
    vpcDomains: list(text),
    additionalRoots: list(text),
    roles: object({ instance: text, service: text, emrfs: list(text) }),
    keys: map(object({ policy: text, rotation: flag }), matching(/^arn:/, "the ARN of a key")),
    buckets: map(object({ region: text, private: flag, versioned: flag, encryptedWith: text })),
    clusters: map(
      object<DeclaredCluster>({ configuration: text, name: text, region: text }, ["configuration"]),
      matching(/^j-/, "the id of a cluster, as j-2AXXXXXXGAPLF"),
    ),
    bundles: map(text, matching(/^s3:\/\//, "an S3 URI, as s3://bucket/certs.zip")),
    ebsEncryptionByDefault: flag,
  }),
  roots: list(object<RootModule>({ path: text, varFiles: list(text) }, ["path", "varFiles"])),
});

/** A settings file as written, with the places of its values. */
export interface ParsedFile {
  readonly file: string;
  readonly content: SettingsFile;
  readonly place: SettingsPlace;
}

/**
 * The settings file of a folder or of the nearest folder above it, up to the top of the checkout.
 * @throws UsageError when one folder contains two of them
 */
export function findSettingsFile(cwd: string, files: FileAccess): string | undefined {
  const top = checkoutOf(cwd);
  for (let folder = cwd; ; folder = dirname(folder)) {
    const found = names.map((name) => join(folder, name)).filter((file) => files.status(file).kind !== "missing");
    if (found.length > 1)
      throw new UsageError(
        `${folder} contains ${found.length} settings files; keep one of ${names.join(", ")}`,
        "invalid-settings",
      );
    if (found[0] !== undefined || folder === top) return found[0];
  }
}

/**
 * Reads one settings file, named relative to `cwd` in messages; a parser of YAML is loaded only for YAML.
 * @throws UsageError with the place of what is wrong
 */
export function parseSettingsFile(file: string, cwd: string, files: FileAccess): ParsedFile {
  const name = relative(cwd, file) || file;
  const parse = parserOf(name);
  const bytes = readNamed(`settings '${name}'`, () => files.bytes(file, FILE_LIMITS.document), "invalid-settings");
  const { data, lineOf } = parse(decode(bytes), name);
  const place = new SettingsPlace(name, lineOf);
  const fault = settingsFile.fault(data ?? {}, { shown: kindOf, member: "a setting" });
  if (fault) place.at(...fault.path).fail(fault.problem, fault.isUnnamed);
  return { file, content: (data ?? {}) as SettingsFile, place };
}

/** A value's place in a file, for messages. */
export class SettingsPlace {
  constructor(
    private readonly file: string,
    private readonly lineOf: (path: ShapePath) => number | undefined,
    private readonly path: ShapePath = [],
  ) {}

  /** The place of a part of the value. */
  at(...steps: ShapePath): SettingsPlace {
    return new SettingsPlace(this.file, this.lineOf, [...this.path, ...steps]);
  }

  /** File, and line where it is known. */
  toString(): string {
    const line = this.lineOf(this.path);
    return line === undefined ? this.file : `${this.file}:${line}`;
  }

  /**
   * Fails with the place, the path and the problem.
   *
   * @param isUnnamed - whether to leave out the last name, which may be a secret: the file may not be the one that the user meant
   */
  fail(problem: string, isUnnamed = false): never {
    const shown = shapePath(isUnnamed ? [...this.path.slice(0, -1), "(a key)"] : this.path);
    throw new UsageError(`${this}: ${shown || "the file"} ${problem}`, "invalid-settings");
  }
}

interface ParsedData {
  readonly data: unknown;
  readonly lineOf: (path: ShapePath) => number | undefined;
}

function parserOf(file: string): (content: string, file: string) => ParsedData {
  const extension = extname(file).toLowerCase();
  if (extension === ".json") return parseJson;
  if (extension === ".yaml" || extension === ".yml") return parseYaml;
  throw new UsageError(
    `settings '${file}' is not a .json, .yaml or .yml file; settings contain data, not code`,
    "invalid-settings",
  );
}

function parseJson(content: string, file: string): ParsedData {
  try {
    const data: unknown = JSON.parse(content);
    if (isObject(data as Json)) requireSingleMembers(content, data as JsonObject);
    return { data, lineOf: () => undefined };
  } catch (error) {
    if (error instanceof Refusal) throw new UsageError(`${file}: ${error.message}`, "invalid-settings");
    throw new UsageError(`${file}: not JSON: ${syntaxProblem(content)}`, "invalid-settings");
  }
}

function parseYaml(content: string, file: string): ParsedData {
  const { LineCounter, isNode, parseDocument } = require("yaml") as typeof import("yaml");
  const lines = new LineCounter();
  // The parser compares each key with all others; `isRepeated` below does so once.
  const document = parseDocument(content, {
    lineCounter: lines,
    prettyErrors: false,
    uniqueKeys: false,
    logLevel: "error",
  });
  const fail = (offset: number, code: string): never => {
    const { line, col } = lines.linePos(offset);
    throw new UsageError(
      `${file}:${line}: not YAML: ${YAML_FAULTS[code] ?? "its syntax is wrong"} at column ${col}`,
      "invalid-settings",
    );
  };
  const [error] = document.errors;
  if (error) fail(error.pos[0], error.code);
  const repeated = repeatedKey(document);
  if (repeated !== undefined) fail(repeated, "DUPLICATE_KEY");
  const lineOf = (path: ShapePath): number | undefined => {
    for (let length = path.length; length > 0; length--) {
      const node = document.getIn(path.slice(0, length), true);
      if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
    }
    return undefined;
  };
  try {
    return { data: document.toJS({ maxAliasCount: 100 }), lineOf };
  } catch {
    throw new UsageError(`${file}: not YAML: its aliases expand to too much data`, "invalid-settings");
  }
}

/** Offset of the first key that its map has already. */
function repeatedKey(document: Document): number | undefined {
  const { isScalar, visit } = require("yaml") as typeof import("yaml");
  let found: number | undefined;
  visit(document, {
    Map: (_, { items }) => {
      const seen = new Set<unknown>();
      for (const { key } of items) {
        if (!isScalar(key)) continue;
        if (seen.has(key.value)) found ??= key.range?.[0] ?? 0;
        seen.add(key.value);
      }
      return found === undefined ? undefined : visit.BREAK;
    },
  });
  return found;
}

/** What is wrong, by the parser's code; its own messages quote the file. */
const YAML_FAULTS: { readonly [code: string]: string } = {
  ALIAS_PROPS: "an alias has properties",
  BAD_ALIAS: "an alias is not valid",
  BAD_DIRECTIVE: "a directive is not valid",
  BAD_INDENT: "the indentation is wrong",
  BAD_SCALAR_START: "a value starts with a character that is reserved",
  BLOCK_AS_IMPLICIT_KEY: "a value is not indented, or a key is used twice on one line",
  DUPLICATE_KEY: "map keys must be unique; this one is repeated",
  MISSING_CHAR: "a character such as a quote, comma or colon is missing",
  MULTILINE_IMPLICIT_KEY: "a key is longer than one line",
  MULTIPLE_DOCS: "it contains more than one document",
  TAB_AS_INDENT: "it is indented with a tab",
  UNEXPECTED_TOKEN: "a character is not expected",
};

/** UTF-8 and, as PowerShell's `>` writes it, UTF-16; both with or without a byte order mark. */
function decode(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return buffer.toString(bytes[0] === 0xff && bytes[1] === 0xfe ? "utf16le" : "utf8").replace(/^\ufeff/, "");
}
