import type { Dirent } from "node:fs";
import type { SourcePlace } from "../expressions/source";
import type { Reference, Symbolic } from "../values/symbolic";

/** What a plan does to a resource; a replacement is `delete` and `create`. */
export type Action = "create" | "read" | "update" | "delete" | "forget" | "no-op";

/** Kinds of input, found from content. */
export type InputKind = "plan" | "state" | "stack" | "configuration" | "bundle" | "account";

/** One instance of a resource or data source. */
export interface Resource {
  /** Terraform address with modules and instance key. */
  readonly address: string;
  readonly type: string;
  readonly name: string;
  readonly mode: "managed" | "data";
  /** Address of the module that contains it; empty for the root. */
  readonly module: string;
  /** What the plan does to it; empty where the input is not a plan. */
  readonly actions: readonly Action[];
  /** Arguments and known attributes after the change (before it, for one that is destroyed). */
  readonly values: { readonly [name: string]: Symbolic };
  /** Reads one of `values` without the others, for callers that need little from many resources. */
  attribute?(name: string): Symbolic | undefined;
  /** The same before the change; absent for what is new and where the input is not a plan. */
  readonly before?: { readonly [name: string]: Symbolic };
  /** Arguments that are written, not left to the provider; absent where that is not known. */
  readonly written?: ReadonlySet<string>;
  /** Region the provider works in for this resource (its own `region` argument before the provider's). */
  readonly region: Symbolic;
  /** Path of the construct that made it, from `cdktf.out` metadata. */
  readonly construct?: string;
  /** The place of a resource that is written inside a document of another one. */
  readonly embedded?: Embedding;
  /** Source position, where known. */
  readonly file?: string;
  readonly line?: number;
  /** Where a path from an argument on leads in the source, or the nearest thing around it. */
  place?(path: readonly (string | number)[]): SourcePlace | undefined;
  /** Where the text of an argument was read, for a plan that does not contain it. */
  readFrom?(argument: string): SourcePlace | undefined;
  /** Whether a plan has only the references of an argument, and its sources are not at hand. */
  lacksSource?(argument: string): boolean;
}

/** A comment in the source that asks for a waiver: `# emr-encryption:waive RULE until=… reason="…"`. */
export interface SourceWaiver {
  readonly file: string;
  /** Line of the comment, from 1. */
  readonly line: number;
  /** What follows the marker. */
  readonly text: string;
  /** Why it is not read, as a clause. */
  readonly problem?: string;
  /** First and last line that it covers. */
  readonly covers: { readonly from: number; readonly to: number };
}

/** The place of something that another resource contains in a document. */
export interface Embedding {
  /** Address of the resource that contains it. */
  readonly address: string;
  /** Leads there, from an argument of that resource on. */
  readonly path: readonly (string | number)[];
  /** How the document names its arguments. */
  readonly names: { readonly [argument: string]: string };
}

/** What is at a path: a path that leads out of the folders that may be read is refused, whether or not there is anything. */
export type FileStatus =
  | { readonly kind: "file" | "folder" | "missing" }
  | {
      readonly kind: "refused";
      /** A clause, such as "it is not a regular file". */
      readonly reason: string;
    };

/** The files that a run may read; `linter/read/guarded-files.ts` is the one that does. */
export interface FileAccess {
  status(path: string): FileStatus;
  /** @throws Error with a clause that quotes nothing of the file */
  bytes(path: string, limit: number): Uint8Array;
  /** Entries of a folder, sorted by name. */
  entries(folder: string): readonly Dirent[];
  /** The path with all links followed. */
  place(path: string): string;
  /** Files that were asked for since the last call, and that Git LFS has not fetched. */
  takeUnfetched?(): readonly string[];
}

/** A module that is called and whose source is not at hand. */
export interface MissingModule {
  /** Without the keys of instances. */
  readonly address: string;
  /** As written; empty where it is not. */
  readonly source: string;
}

/** One stack, plan, state or folder of Terraform JSON, in one shape. */
export interface Model {
  /** The input as the user gave it. */
  readonly input: string;
  /** Stack of a `cdktf.out`; else empty. */
  readonly stack: string;
  readonly kind: InputKind;
  readonly resources: readonly Resource[];
  /** Whether it calls modules whose source is not at hand, or grows beyond a limit, so that there is more than its resources. */
  readonly partial: boolean;
  /** The modules that it calls and that are not at hand. */
  readonly missingModules?: readonly MissingModule[];
  /** The limit of the run that left a part of it unread, as a noun phrase. */
  readonly limit?: string | undefined;
  /** Why a value was not evaluated that Terraform evaluates, as a clause; complete once the facts are built. */
  readonly declined?: string | undefined;
  /** Folders, in order, where relative paths of the input are looked up. */
  readonly roots: readonly string[];
  /** Reads the files that the input refers to, as far as they may be read. */
  readonly files: FileAccess;
  /**
   * What a plan is linted beside: the synthesized stack that it was made from, with its assets, or one that it was not made
   * from, which shows nothing of the plan.
   */
  readonly beside?: "its stack" | "another stack" | undefined;
  /** Tags that each provider puts on everything, as a record or a leaf, by provider (`aws`, `aws.west`), sorted. */
  readonly defaultTags: { readonly [provider: string]: Symbolic };
  /** Settings of the backend, as written; null without one, and where the input does not show it. */
  readonly backend?: Symbolic;
  /** The account that the provider works in, where it is known. */
  readonly account?: string;
  /** Notices about the sources of a plan, as far as they were read. */
  readonly notices?: readonly string[];
  /** Folder of the sources that a plan was made from, where they are at hand. */
  readonly sourceFolder?: string | undefined;
  /** Comments in the source that ask for a waiver. */
  readonly sourceWaivers?: readonly SourceWaiver[];
  /** Waivers and other metadata that constructs left in the stack (`//` of `cdk.tf.json`), untouched. */
  readonly metadata: Symbolic;
  /** The resource at an address; data sources by `data.`. */
  at(address: string): Resource | undefined;
  /** Follows a reference through data sources, aliases and locals to what it finally names. */
  resolve(reference: Reference): Symbolic;
  /** The one form of a KMS key however it is named: its ARN where it is known, else a reference to the resource that creates it. */
  key(value: Symbolic): Symbolic;
  /** Whether Terraform makes one resource only after another; undefined where the input does not show it. */
  isOrderedAfter(address: string, needed: string): boolean | undefined;
  /** Where a reference to an output of another stack leads, if that stack is part of the same input. */
  origin(reference: Reference): { readonly model: Model; readonly reference: Reference } | undefined;
  /** The other stacks of the same input. */
  readonly siblings?: readonly Model[];
}
