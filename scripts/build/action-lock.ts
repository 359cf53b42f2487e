/**
 * Writes `action/package-lock.json`, with which `action.yml` installs the linter's dependencies: the entries of this repository's
 * lock that the published package needs, with their checksums. The published package has no shrinkwrap, which would pin the
 * dependencies of every project that uses it as a library.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

interface Locked {
  readonly version?: string;
  readonly dependencies?: { readonly [name: string]: string };
  readonly optionalDependencies?: { readonly [name: string]: string };
}

interface Lock {
  readonly packages: { readonly [path: string]: Locked };
}

const read = (file: string) => JSON.parse(readFileSync(file, "utf8"));

/** Paths of a package's dependencies in a lock, and of theirs. */
function reachable({ packages }: Lock, from: string, found: Set<string>): void {
  const { dependencies, optionalDependencies } = packages[from] ?? {};
  for (const name of Object.keys({ ...dependencies, ...optionalDependencies })) {
    const path = placeOf(packages, from, name);
    if (path === undefined || found.has(path)) continue;
    found.add(path);
    reachable({ packages }, path, found);
  }
}

/** Where Node finds a package from another one: in its own folder, else in one above. */
function placeOf(packages: Lock["packages"], from: string, name: string): string | undefined {
  for (let at = from; ; at = at.slice(0, Math.max(0, at.lastIndexOf("/node_modules/")))) {
    const path = `${at === "" ? "" : `${at}/`}node_modules/${name}`;
    if (packages[path]) return path;
    if (at === "") return undefined;
  }
}

const root = join(__dirname, "..", "..");
const { dependencies } = read(join(root, "package.json"));
const lock: Lock = read(join(root, "package-lock.json"));
const found = new Set<string>();
reachable({ packages: { ...lock.packages, "": { dependencies } } }, "", found);
const manifest = { name: "emr-encryption-action", private: true, dependencies };
const packages = Object.fromEntries([...found].sort().map((path) => [path, lock.packages[path]]));
const { name } = manifest;
const written = {
  "package.json": manifest,
  "package-lock.json": {
    name,
    lockfileVersion: 3,
    requires: true,
    packages: { "": { name, dependencies }, ...packages },
  },
};
mkdirSync(join(root, "action"), { recursive: true });
for (const [file, content] of Object.entries(written)) {
  writeFileSync(join(root, "action", file), `${JSON.stringify(content, null, 2)}\n`);
}
