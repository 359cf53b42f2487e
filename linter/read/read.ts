import { existsSync, statSync } from "node:fs";
import { resolve } from "node:path";
import type { InputKind, Model } from "../model/model";
import { readBytes, readFile } from "./bytes";
import { readFolder } from "./folder";
import { guarded } from "./input";
import { Refusal } from "./refusal";

/** What readers need to know of the run. */
export interface ReadOptions {
  /** Folder that relative inputs start from. */
  readonly cwd: string;
  /** Folder where relative paths of plans are looked up before any other. */
  readonly root?: string;
  /** Region of providers that name none. */
  readonly region?: string;
  /** Whole standard input. */
  stdin(): Uint8Array;
}

/** The certificate files that EMR downloads, as they were found; opened by `formats/`. */
export interface FoundBundle {
  /** Path as reports name it. */
  readonly name: string;
  /** Where it lies, links followed; absent for standard input. */
  readonly place?: string;
  /** Whether it is a folder of PEM files, not a zip. */
  readonly isFolder: boolean;
  /** Reads the zip's bytes, or those of each file of a folder by name; anew each time, so that a run holds one at a time. */
  readonly read: () => Uint8Array | ReadonlyMap<string, Uint8Array>;
}

/** One thing to judge, or the reason that it cannot be. */
export interface ReadInput {
  /** The input as the user gave it; below a folder or glob the path of what was found. */
  readonly input: string;
  /** Stack of a `cdktf.out`, else empty. */
  readonly stack: string;
  readonly kind: InputKind | "unknown";
  readonly model?: Model;
  readonly bundle?: FoundBundle;
  /** One sentence, with the command that helps. */
  readonly error?: string;
}

/** Reads inputs of every kind; each gives at least one entry, and none throws. What several lead to is read once, under its first name. */
export function readInputs(inputs: readonly string[], options: ReadOptions): readonly ReadInput[] {
  const given = inputs.length > 0 ? inputs : [existsSync(resolve(options.cwd, "cdktf.out")) ? "cdktf.out" : "."];
  const read = [...new Set(given)].flatMap((input) => guarded(input, () => readInput(input, options)));
  return [...new Map(read.toReversed().map((each) => [identity(each, options.cwd), each])).values()].toReversed();
}

function identity({ input, stack, kind, bundle }: ReadInput, cwd: string): string {
  return JSON.stringify([bundle?.place ?? (input === "-" ? input : resolve(cwd, input)), stack, kind]);
}

function readInput(input: string, options: ReadOptions): readonly ReadInput[] {
  if (input === "-") return readBytes(input, options.stdin(), options.cwd, options);
  const path = resolve(options.cwd, input);
  if (!existsSync(path)) return readGlob(input, options);
  return readPath(input, path, options);
}

function readPath(input: string, path: string, options: ReadOptions): readonly ReadInput[] {
  if (statSync(path).isDirectory()) return readFolder(input, path, options);
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
    expandDirectories: false,
  });
  if (found.length === 0) throw new Refusal("no file or folder matches this pattern");
  return found
    .map((path) => path.replace(/\/$/, ""))
    .sort()
    .flatMap((path) => guarded(path, () => readPath(path, resolve(options.cwd, path), options)));
}
