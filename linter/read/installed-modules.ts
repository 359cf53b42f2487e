import { join } from "node:path";
import { list, member, text } from "../model/values/json";
import type { GuardedFiles } from "./guarded-files";
import { parseJson, readJsonText } from "./json-text";

const INDEX = ".terraform/modules/modules.json";

/**
 * Folders of the modules that `terraform init` installed, relative to the root module's folder, by the names of the calls that
 * lead to them (`emr`, `emr.keys`). None where it has not run.
 */
export function installedModules(folder: string, files: GuardedFiles): ReadonlyMap<string, string> {
  const path = join(folder, INDEX);
  if (!files.isFile(path)) return new Map();
  try {
    const modules = list(member(parseJson(readJsonText(path, files), INDEX), "Modules"));
    return new Map(modules.map((module) => [text(member(module, "Key")), text(member(module, "Dir"))]));
  } catch {
    // Terraform writes it again; without it the modules count as missing.
    return new Map();
  }
}
