import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** Folder of this package, whether its sources or its compiled files run. */
export function packageFolder(): string {
  let folder = __dirname;
  while (!existsSync(join(folder, "package.json"))) folder = dirname(folder);
  return folder;
}

/** Version of this package. */
export function packageVersion(): string {
  return JSON.parse(readFileSync(join(packageFolder(), "package.json"), "utf8")).version;
}
