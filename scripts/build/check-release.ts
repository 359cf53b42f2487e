/** What has to be true before a version is published; `npm publish` runs it first. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";

const root = resolve(__dirname, "../..");

interface Manifest {
  readonly version: string;
  readonly repository: { readonly url: string };
  readonly homepage: string;
  readonly bugs: string;
}

/** Sentences about what has to be done before a release; empty if nothing has. */
export function releaseProblems(manifest: Manifest, changelog: string): readonly string[] {
  const places = [manifest.repository.url, manifest.homepage, manifest.bugs];
  return [
    ...(places.some((url) => url.includes("/OWNER/"))
      ? ["package.json: repository, homepage and bugs name OWNER; write the owner of the repository on GitHub"]
      : []),
    ...(changelog.includes(`## [${manifest.version}]`)
      ? []
      : [`CHANGELOG.md has no section [${manifest.version}]; move the entries of Unreleased there, with the date`]),
  ];
}

function main(): void {
  const read = (name: string) => readFileSync(join(root, name), "utf8");
  const problems = releaseProblems(JSON.parse(read("package.json")) as Manifest, read("CHANGELOG.md"));
  for (const problem of problems) console.error(problem);
  if (problems.length > 0) process.exit(1);
  const tools = [
    ["publint@0.3.25", "--strict"],
    ["@arethetypeswrong/cli@0.18.5", "--pack", "."],
  ] as const;
  for (const tool of tools) execFileSync("npx", ["--yes", ...tool], { cwd: root, stdio: "inherit" });
}

if (require.main === module) main();
