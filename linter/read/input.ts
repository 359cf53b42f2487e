import type { Budget } from "../model/expressions/budget";
import type { InputKind, Model } from "../model/terraform/model";
import type { Notice } from "../report/finding";
import type { GuardedFiles } from "./guarded-files";
import { explainFileError } from "./refusal";

/** A file of variable values. */
export interface VariableFile {
  readonly path: string;
  /** As reports name it. */
  readonly shown: string;
}

/** A root module, and the files of variable values that it is planned with. */
export interface PlannedRoot {
  readonly folder: string;
  readonly variableFiles: readonly VariableFile[];
}

/** What readers need to know of the run. */
export interface ReadOptions {
  /** Folder that relative inputs start from. */
  readonly cwd: string;
  /** Folder where relative paths of plans are looked up before any other. */
  readonly root?: string;
  /** Region of providers that name none. */
  readonly region?: string;
  readonly files: GuardedFiles;
  /** What the run may spend on evaluating inputs; without it each input has a budget of its own. */
  readonly budget?: Budget;
  /** Files of variable values that the user names, after those that Terraform reads of itself. */
  readonly variableFiles?: readonly VariableFile[];
  /** Root modules that are planned with files of variable values of their own. */
  readonly rootModules?: readonly PlannedRoot[];
  stdin(): Uint8Array;
  /** Inputs that are in memory, by name. */
  readonly contents?: ReadonlyMap<string, Uint8Array>;
  /** Is called for each folder that is searched for inputs, with the number of those before in the same input. */
  readonly searching?: (folder: string, before: number) => void;
}

/** The certificate files that EMR downloads, as they were found; opened by `formats/`. */
export interface FoundBundle {
  /** Path as reports name it. */
  readonly name: string;
  /** Where it is, links followed; absent for standard input. */
  readonly place?: string;
  /** Whether it is a folder of PEM files, not a zip. */
  readonly isFolder: boolean;
  /** Whether cdktf copied it for a stack: a stack that delivers it reports it. */
  readonly isAsset?: boolean;
  /** For the public sidecar of a published bundle: `bucket/key` of the object. `read` then gives the sidecar's JSON. */
  readonly publishedAs?: string;
  /** Reads the zip's bytes, or those of each file of a folder by name; again each time, so that a run has only one in memory. */
  readonly read: () => Uint8Array | ReadonlyMap<string, Uint8Array>;
}

/** Something that the input could not list: rules over these kinds of rows are not evaluated for what is missing. */
export interface Gap {
  readonly kinds: readonly string[];
  readonly reason: string;
  readonly resolveWith: string;
}

/** One thing to check, or the reason that it cannot be. */
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
  /** What an audit was not allowed to list. */
  readonly gaps?: readonly Gap[];
  readonly notices?: readonly Notice[];
  /** Why an audit or a plan is not complete, although it was not refused. */
  readonly incomplete?: string;
}

/**
 * An input that was found. Plans and configurations are read when it is their turn, so that a run keeps the models of one input at a time.
 */
export interface FoundInput {
  /** The input as the user gave it; below a folder or glob the path of what was found. */
  readonly input: string;
  /** For a configuration: its folder. It is checked with the plan that was made from it, where that was found as well. */
  readonly configuration?: string;
  /** For a configuration that others call: it is checked on its own only where none of them creates anything of it. */
  readonly isModule?: boolean;
  /** Bundles that it is or has in it: known from the start, for the stacks that deliver them. */
  readonly bundles: readonly FoundBundle[];
  /** The folder given by the user that it was found in. */
  readonly folder?: GivenFolder;
  /** Reads it, again each time; never throws. What turns out to be something else gives no entry. */
  read(): readonly ReadInput[];
}

/** Members of documents that bring bundles along: those are read at once. */
export const BRINGS_BUNDLES = /"(?:sidecarVersion|auditVersion)"/;

/** A folder that the user gave. */
export interface GivenFolder {
  readonly input: string;
  /** What the report has for it where nothing in it can be checked. */
  readonly error: string;
}

/** A bundle as an input. */
export function bundleInput(input: string, bundle: Omit<FoundBundle, "name"> & { readonly name?: string }): ReadInput {
  return { input, stack: "", kind: "bundle", bundle: { name: input, ...bundle } };
}

/** What cannot be checked, with the reason. */
export function unreadableInput(input: string, error: string): ReadInput {
  return { input, stack: "", kind: "unknown", error };
}

/** What was read during the search. */
export function readAlready(input: string, entries: readonly ReadInput[]): FoundInput {
  return { input, bundles: entries.flatMap(({ bundle }) => bundle ?? []), read: () => entries };
}

/** What is read when it is its turn. */
export function readLater(
  input: string,
  options: ReadOptions,
  read: (options: ReadOptions) => readonly ReadInput[],
): FoundInput {
  return {
    input,
    bundles: [],
    read: () => guarded(input, () => read({ ...options, budget: options.budget?.ofInput() })),
  };
}

/** Folders where relative paths of an input are looked up. */
export function rootsOf(folder: string, options: ReadOptions): readonly string[] {
  return [...new Set([...(options.root === undefined ? [] : [options.root]), folder, options.cwd])];
}

/** Turns a refusal of a reader into an entry of the report. */
export function guarded(input: string, read: () => readonly ReadInput[]): readonly ReadInput[] {
  try {
    return read();
  } catch (error) {
    return [unreadableInput(input, explainFileError(error))];
  }
}
