import { join, relative } from "node:path";
import type { ModuleSource } from "../model/expressions/source";
import type { SourceWaiver } from "../model/terraform/model";
import type { Json } from "../model/values/json";
import {
  configurationFiles,
  hasFilesOfOpenTofu,
  metadataOf,
  type Program,
  readConfiguration,
  readConfigurationFiles,
} from "./configuration-folder";
import type { GuardedFiles } from "./guarded-files";
import { sourceDifference } from "./same-source";
import { manifestStacks } from "./stacks";

/** The sources that a plan was made from. */
export interface PlanSources {
  readonly folder: string;
  /** The folder as reports name it. */
  readonly shown: string;
  readonly source: ModuleSource;
  /** Folder of the stack, where cdktf synthesized it with its assets; undefined for a folder that people keep. */
  readonly stackFolder?: string;
  /** What constructs left in the stack. */
  readonly metadata?: Json;
  /** Comments in its files that ask for a waiver. */
  readonly waivers: () => readonly SourceWaiver[];
}

/** What was found in the folders where a plan is linted. */
export interface Beside {
  /** Absent without a stack, and if the plan may have been made from more than one stack. */
  readonly sources?: PlanSources;
  /** Whether there is a stack that the plan was not made from: another one, or a later version of the same. */
  readonly otherStack: boolean;
  /** Why sources that are there are not used, in one line each. */
  readonly notices: readonly string[];
}

/**
 * Looks for the sources that a plan was made from, in folders or in a `cdktf.out` there. Sources that differ from the plan belong to
 * another stack or version; `differing` finds an expression whose value differs from the plan's.
 */
export function planSources(
  planned: ModuleSource,
  { roots, files }: { readonly roots: readonly string[]; readonly files: GuardedFiles },
  differing: (source: ModuleSource) => string | undefined,
): Beside {
  const cwd = roots[roots.length - 1] ?? "";
  let otherStack = false;
  const notices: string[] = [];
  for (const folders of roots.flatMap((root) => candidates(root, files))) {
    const read = folders.flatMap((folder) => attempt(folder, cwd, notices, files) ?? []);
    const [own, ...twins] = read.filter(({ source, shown, stackFolder }) => {
      const reason = rejection(planned, source, differing);
      if (reason === undefined) return true;
      const reasons = `since they are not those of this plan: ${reason}`;
      if (stackFolder === undefined) notices.push(`the sources in ${shown || "."} are not used, ${reasons}`);
      return false;
    });
    if (own) return twins.length === 0 ? { sources: own, otherStack, notices: [] } : { otherStack, notices: [] };
    otherStack ||= read.some(({ stackFolder }) => stackFolder !== undefined);
  }
  return { otherStack, notices };
}

function rejection(
  planned: ModuleSource,
  source: ModuleSource,
  differing: (source: ModuleSource) => string | undefined,
): string | undefined {
  const difference = sourceDifference(planned, source);
  if (difference !== undefined) return difference;
  const expression = differing(source);
  return expression === undefined ? undefined : `they give ${expression} another value than the plan has`;
}

/** A folder that may contain the sources, as one of the programs reads it. */
interface Candidate {
  readonly folder: string;
  readonly program: Program;
}

/** Folders by their nearness to the plan; stacks of one `cdktf.out` are equally near. */
function candidates(root: string, files: GuardedFiles): readonly (readonly Candidate[])[] {
  const outputs = [root, join(root, "cdktf.out")].filter((folder) => files.isFile(join(folder, "manifest.json")));
  const ofOpenTofu = (folder: string): Candidate => ({ folder, program: "OpenTofu" });
  return [
    [ofOpenTofu(root)],
    ...(hasFilesOfOpenTofu(root, files) ? [[{ folder: root, program: "Terraform" } as const]] : []),
    ...outputs.map((folder) => stackFolders(folder, files).map(ofOpenTofu)),
  ];
}

function stackFolders(folder: string, files: GuardedFiles): readonly string[] {
  try {
    return (manifestStacks(folder, files) ?? []).map((stack) => join(folder, stack.path, ".."));
  } catch {
    return [];
  }
}

/** A plan is checked even if the sources beside it cannot be read. */
function attempt(
  { folder, program }: Candidate,
  cwd: string,
  notices: string[],
  files: GuardedFiles,
): PlanSources | undefined {
  try {
    if (!files.isFolder(folder)) return undefined;
    const names = configurationFiles(folder, files, program);
    if (names.length === 0) return undefined;
    const shown = relative(cwd, folder);
    const read = readConfigurationFiles({ folder, shown }, names, files);
    const { source, faults, waivers } = readConfiguration(read, { folder, shown }, files, program);
    const [fault] = faults;
    if (fault) {
      notices.push(`the sources in ${shown || "."} are not used: ${fault.file} cannot be read, ${fault.problem}`);
      return undefined;
    }
    return {
      folder,
      shown,
      source,
      waivers,
      metadata: metadataOf(read.files),
      ...(names.includes("cdk.tf.json") ? { stackFolder: folder } : {}),
    };
  } catch {
    return undefined;
  }
}
