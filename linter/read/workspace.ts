import { join } from "node:path";
import type { Json } from "../model/values/json";
import { bodies } from "./configuration";
import { FILE_LIMITS, type GuardedFiles } from "./guarded-files";

/** The workspace that was selected in a folder; undefined where none was. */
export function selectedWorkspace(folder: string, files: GuardedFiles): string | undefined {
  const selected = join(folder, ".terraform", "environment");
  return files.isFile(selected) ? files.text(selected, FILE_LIMITS.document).trim() || "default" : undefined;
}

/** The workspace of a root module, as Terraform finds it in the folder. */
export class Workspace {
  private isAssumed = false;

  constructor(
    private readonly folder: string,
    private readonly settings: readonly (readonly [string, Json])[],
    private readonly files: GuardedFiles,
  ) {}

  /** Its name; undefined if it is selected outside of the folder. */
  name(): string | undefined {
    const selected = selectedWorkspace(this.folder, this.files);
    if (selected !== undefined) return selected;
    if (this.settings.some(isRemote)) return undefined;
    this.isAssumed = true;
    return "default";
  }

  /** The notice of a report whose verdicts may depend on a workspace that no file names. */
  notices(): readonly string[] {
    if (!this.isAssumed) return [];
    return [
      "terraform.workspace is default, since no other workspace is selected here; lint the plans of other workspaces",
    ];
  }
}

/** Whether HCP Terraform keeps the state, whose workspaces have names of its own. */
function isRemote([name, body]: readonly [string, Json]): boolean {
  return name === "cloud" || (name === "backend" && bodies(body).some(([backend]) => backend === "remote"));
}
