import { existsSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import type { ModuleSource } from "../model/source";
import { configurationFiles, readSource } from "./configuration-folder";
import { manifestStacks } from "./stacks";

/** The sources that a plan was made from. */
export interface PlanSources {
  readonly source: ModuleSource;
  /** Folder of the stack, where cdktf synthesized it with its assets; undefined for a folder that people keep. */
  readonly stackFolder?: string;
}

/**
 * Finds the sources that a plan was made from, in Terraform's JSON syntax, in folders or in a `cdktf.out` there. Sources
 * that declare other resources than the plan are of something else.
 */
export function planSources(planned: ModuleSource, roots: readonly string[]): PlanSources | undefined {
  for (const folder of roots.flatMap(candidates)) {
    const source = attempt(folder, roots[roots.length - 1] ?? "");
    if (!source || !declaresTheSame(planned, source)) continue;
    return existsSync(join(folder, "cdk.tf.json")) ? { source, stackFolder: folder } : { source };
  }
  return undefined;
}

function candidates(root: string): readonly string[] {
  const outputs = [root, join(root, "cdktf.out")].filter((folder) => existsSync(join(folder, "manifest.json")));
  return [root, ...outputs.flatMap((folder) => stackFolders(folder))];
}

function stackFolders(folder: string): readonly string[] {
  try {
    return (manifestStacks(folder) ?? []).map((stack) => join(folder, stack.path, ".."));
  } catch {
    return [];
  }
}

/** Unreadable sources beside a plan are no fault of the plan. */
function attempt(folder: string, cwd: string): ModuleSource | undefined {
  try {
    if (!existsSync(folder) || !statSync(folder).isDirectory()) return undefined;
    const names = configurationFiles(folder);
    return names.length === 0 ? undefined : readSource(folder, names, relative(cwd, folder));
  } catch {
    return undefined;
  }
}

function declaresTheSame(planned: ModuleSource, source: ModuleSource): boolean {
  const same = (a: ReadonlyMap<string, unknown>, b: ReadonlyMap<string, unknown>) =>
    a.size === b.size && [...a.keys()].every((key) => b.has(key));
  return same(planned.resources, source.resources) && same(planned.calls, source.calls);
}
