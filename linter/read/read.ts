import { resolve } from "node:path";
import { readBytes, readFile } from "./bytes";
import { readFolder } from "./folder";
import { guarded, type ReadInput, type ReadOptions } from "./input";
import { Refusal } from "./refusal";

/** Reads inputs of every kind; each gives at least one entry, and none throws. What several lead to is read once, under its first name. */
export function readInputs(inputs: readonly string[], options: ReadOptions): readonly ReadInput[] {
  if (options.root !== undefined) options.files.admit(resolve(options.cwd, options.root));
  const given =
    inputs.length > 0 ? inputs : [options.files.isFolder(resolve(options.cwd, "cdktf.out")) ? "cdktf.out" : "."];
  const read = [...new Set(given)].flatMap((input) => guarded(input, () => readInput(input, options)));
  return [...new Map(read.toReversed().map((each) => [identity(each, options.cwd), each])).values()].toReversed();
}

function identity({ input, stack, kind, bundle }: ReadInput, cwd: string): string {
  return JSON.stringify([bundle?.place ?? (input === "-" ? input : resolve(cwd, input)), stack, kind]);
}

function readInput(input: string, options: ReadOptions): readonly ReadInput[] {
  const content = options.contents?.get(input);
  if (content) return readContent(input, content, options);
  if (input === "-") return readBytes(input, options.stdin(), options.cwd, options);
  const path = resolve(options.cwd, input);
  options.files.admit(path);
  if (options.files.status(path).kind === "missing") return readGlob(input, options);
  return readPath(input, path, options);
}

/** Something in memory; the name of a bundle is its S3 URI. */
function readContent(input: string, bytes: Uint8Array, options: ReadOptions): readonly ReadInput[] {
  const published = /^s3:\/\/(.+)$/.exec(input)?.[1];
  if (published === undefined) return readBytes(input, bytes, options.cwd, options);
  const bundle = { name: input, place: input, isFolder: false, publishedAs: published, read: () => bytes };
  return [{ input, stack: "", kind: "bundle", bundle }];
}

function readPath(input: string, path: string, options: ReadOptions): readonly ReadInput[] {
  if (options.files.isFolder(path)) return readFolder(input, path, options);
  return readFile(input, path, options);
}

function readGlob(pattern: string, options: ReadOptions): readonly ReadInput[] {
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
    .flatMap((path) => guarded(path, () => readPath(path, resolve(options.cwd, path), options)));
}
