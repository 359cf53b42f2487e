import { resolve } from "node:path";
import { readBytes, readFile } from "./by-content";
import { configurationFiles } from "./configuration-folder";
import { findInFolder } from "./folder";
import { FILE_LIMITS } from "./guarded-files";
import {
  BRINGS_BUNDLES,
  bundleInput,
  type FoundInput,
  guarded,
  type ReadInput,
  type ReadOptions,
  readAlready,
  readLater,
} from "./input";
import { decodeStart } from "./json-text";
import { Refusal } from "./refusal";
import { visitInputs } from "./visit";

/**
 * Reads inputs of every kind; each gives at least one entry, and none throws. An input that is given several times is read once, under its
 * first name.
 */
export function readInputs(inputs: readonly string[], options: ReadOptions): readonly ReadInput[] {
  return visitInputs(findInputs(inputs, options), options.cwd, (entry) => entry);
}

/** Finds inputs of every kind. Files that are bundles are opened, all others are read later. */
export function findInputs(inputs: readonly string[], options: ReadOptions): readonly FoundInput[] {
  if (options.root !== undefined) options.files.admit(resolve(options.cwd, options.root));
  const given = inputs.length > 0 ? inputs : [defaultInput(options)];
  return [...new Set(given)].flatMap((input) => foundOr(input, () => findInput(input, options)));
}

/** What cdktf wrote, unless the folder has a configuration of its own, which someone could hide with a folder of that name. */
function defaultInput({ cwd, files }: ReadOptions): string {
  return files.isFolder(resolve(cwd, "cdktf.out")) && configurationFiles(cwd, files).length === 0 ? "cdktf.out" : ".";
}

/** The inputs that are found; a refusal becomes an entry of the report. */
function foundOr(input: string, find: () => readonly FoundInput[]): readonly FoundInput[] {
  let found: readonly FoundInput[] = [];
  const refused = guarded(input, () => {
    found = find();
    return [];
  });
  return refused.length > 0 ? [readAlready(input, refused)] : found;
}

function findInput(input: string, options: ReadOptions): readonly FoundInput[] {
  const content = options.contents?.get(input);
  if (content) return [readAlready(input, readContent(input, content, options))];
  if (input === "-") return [readAlready(input, readBytes(input, options.stdin(), options.cwd, options))];
  const path = resolve(options.cwd, input);
  options.files.admit(path);
  if (options.files.status(path).kind === "missing") return findGlob(input, options);
  return findPath(input, path, options);
}

/** Something in memory; the name of a bundle is its S3 URI. */
function readContent(input: string, bytes: Uint8Array, options: ReadOptions): readonly ReadInput[] {
  const published = /^s3:\/\/(.+)$/.exec(input)?.[1];
  if (published === undefined) return readBytes(input, bytes, options.cwd, options);
  return [bundleInput(input, { place: input, isFolder: false, publishedAs: published, read: () => bytes })];
}

function findPath(input: string, path: string, options: ReadOptions): readonly FoundInput[] {
  if (options.files.isFolder(path)) return findInFolder(input, path, options);
  return [
    isReadLater(path, options)
      ? readLater(input, options, (later) => readFile(input, path, later))
      : readAlready(input, readFile(input, path, options)),
  ];
}

function isReadLater(path: string, { files }: ReadOptions): boolean {
  if (/\.(?:tf|tofu)$/.test(path)) return true;
  const text = decodeStart(files.start(path, FILE_LIMITS.document));
  return /^\s*\{/.test(text) && !BRINGS_BUNDLES.test(text);
}

function findGlob(pattern: string, options: ReadOptions): readonly FoundInput[] {
  if (!/[*?[{]/.test(pattern))
    throw new Refusal("no such file or folder; inputs are plans, cdktf.out, *.tf.json and bundles");
  const { globSync } = require("tinyglobby") as typeof import("tinyglobby");
  const found = globSync(pattern, {
    cwd: options.cwd,
    ignore: ["**/node_modules/**"],
    onlyFiles: false,
    followSymbolicLinks: false,
    expandDirectories: false,
  });
  if (found.length === 0) throw new Refusal("no file or folder matches this pattern");
  return found
    .map((path) => path.replace(/\/$/, ""))
    .sort()
    .flatMap((path) => foundOr(path, () => findPath(path, resolve(options.cwd, path), options)));
}
