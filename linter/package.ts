import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** Folder of this package, whether its sources or its compiled files run. */
export function packageFolder(): string {
  let folder = __dirname;
  while (!existsSync(join(folder, "package.json"))) folder = dirname(folder);
  return folder;
}

/** Bytes of a file that comes with this package, by its path in it. */
export function packageFile(path: string): Buffer {
  return readFileSync(join(packageFolder(), path));
}

/** Whether this package has a file. */
export function hasPackageFile(path: string): boolean {
  return existsSync(join(packageFolder(), path));
}

/** Version of this package. */
export function packageVersion(): string {
  return JSON.parse(packageFile("package.json").toString("utf8")).version;
}
