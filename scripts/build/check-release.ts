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

/** Address of the repository: `repository.url` of package.json, from which all others follow. */
function repositoryAddress({ repository }: Manifest): string {
  return repository.url.replace(/^git\+|\.git$/g, "");
}

/** Sentences about what has to be done before a release; empty if nothing has. `constants` is the text of `site/constants.ts`. */
export function releaseProblems(manifest: Manifest, changelog: string, constants: string): readonly string[] {
  const address = repositoryAddress(manifest);
  const following: readonly (readonly [string, boolean])[] = [
    ["homepage of package.json", manifest.homepage === `${address}#readme`],
    ["bugs of package.json", manifest.bugs === `${address}/issues`],
    ["repository in site/constants.ts", constants.includes(`"${address}"`)],
  ];
  return [
    ...(address.includes("/OWNER/")
      ? ["package.json: repository.url names OWNER; write the owner of the repository on GitHub"]
      : []),
    ...following.flatMap(([place, follows]) =>
      follows ? [] : [`${place} does not follow repository.url, ${address}`],
    ),
    ...(changelog.includes(`## [${manifest.version}]`)
      ? []
      : [`CHANGELOG.md has no section [${manifest.version}]; move the entries of Unreleased there, with the date`]),
  ];
}

function main(): void {
  const read = (name: string) => readFileSync(join(root, name), "utf8");
  const problems = releaseProblems(
    JSON.parse(read("package.json")) as Manifest,
    read("CHANGELOG.md"),
    read("site/constants.ts"),
  );
  for (const problem of problems) console.error(problem);
  if (problems.length > 0) process.exit(1);
  const tools = [
    ["publint@0.3.25", "--strict"],
    ["@arethetypeswrong/cli@0.18.5", "--pack", "."],
  ] as const;
  for (const tool of tools) execFileSync("npx", ["--yes", ...tool], { cwd: root, stdio: "inherit" });
}

if (require.main === module) main();
