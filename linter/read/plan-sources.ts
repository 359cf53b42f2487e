import { existsSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import type { ModuleSource } from "../model/terraform/source";
import type { Json } from "../model/values/json";
import { configurationFiles, metadataOf, readConfiguration, readConfigurationFiles } from "./configuration-folder";
import { saysTheSame } from "./same-source";
import { manifestStacks } from "./stacks";

/** The sources that a plan was made from. */
export interface PlanSources {
  readonly source: ModuleSource;
  /** Folder of the stack, where cdktf synthesized it with its assets; undefined for a folder that people keep. */
  readonly stackFolder?: string;
  /** What constructs left in the stack. */
  readonly metadata?: Json;
}

/** What lies where a plan is linted. */
export interface Beside {
  /** Absent where there is none, and where more than one stack may be the plan's. */
  readonly sources?: PlanSources;
  /** Whether a stack lies there that the plan was not made from: another one, or the same synthesized anew. */
  readonly otherStack: boolean;
}

/**
 * Looks for the sources that a plan was made from, in Terraform's JSON syntax, in folders or in a `cdktf.out` there. Sources
 * that say anything else than the plan are of something else, or of another day; of locals, which a plan does not keep,
 * `agrees` tells.
 */
export function planSources(
  planned: ModuleSource,
  roots: readonly string[],
  agrees: (source: ModuleSource) => boolean,
): Beside {
  const cwd = roots[roots.length - 1] ?? "";
  let otherStack = false;
  for (const folders of roots.flatMap(candidates)) {
    const read = folders.flatMap((folder) => attempt(folder, cwd) ?? []);
    const [own, ...twins] = read.filter(({ source }) => saysTheSame(planned, source) && agrees(source));
    if (own) return twins.length === 0 ? { sources: own, otherStack } : { otherStack };
    otherStack ||= read.some(({ stackFolder }) => stackFolder !== undefined);
  }
  return { otherStack };
}

/** Folders by their nearness to the plan; stacks of one `cdktf.out` are equally near. */
function candidates(root: string): readonly (readonly string[])[] {
  const outputs = [root, join(root, "cdktf.out")].filter((folder) => existsSync(join(folder, "manifest.json")));
  return [[root], ...outputs.map((folder) => stackFolders(folder))];
}

function stackFolders(folder: string): readonly string[] {
  try {
    return (manifestStacks(folder) ?? []).map((stack) => join(folder, stack.path, ".."));
  } catch {
    return [];
  }
}

/** Unreadable sources beside a plan are no fault of the plan. */
function attempt(folder: string, cwd: string): PlanSources | undefined {
  try {
    if (!existsSync(folder) || !statSync(folder).isDirectory()) return undefined;
    const names = configurationFiles(folder);
    if (names.length === 0) return undefined;
    const shown = relative(cwd, folder);
    const read = readConfigurationFiles(folder, names, shown);
    const { source, faults } = readConfiguration(read, folder, shown);
    if (faults.length > 0) return undefined;
    return {
      source,
      metadata: metadataOf(read.files),
      ...(names.includes("cdk.tf.json") ? { stackFolder: folder } : {}),
    };
  } catch {
    return undefined;
  }
}
