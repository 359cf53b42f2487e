/**
 * Makes `lib/cdktn` from the compiled constructs in `lib/modules`: the same code for CDK Terrain (`cdktn`), the community's continuation of
 * CDKTF. Only the names of the imported packages differ, and the name of the framework in `framework-names`.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { globSync } from "tinyglobby";

const root = resolve(__dirname, "../..");

/** A compiled file for CDK Terrain. */
export function forCdktn(file: string, content: string): string {
  const imports = content.replaceAll(
    /((?:require|import)\(|from |import )(["'])(cdktf|@cdktf\/provider-aws)(\/[^"']*)?\2/g,
    (_, before, quote, name, path = "") => `${before}${quote}${name.replace("cdktf", "cdktn")}${path}${quote}`,
  );
  if (!/(^|\/)framework-names\.(ts|js|d\.ts)$/.test(file)) return imports;
  return imports.replaceAll(/((?:exports\.)?framework(?:: "cdktf" \| "cdktn")? = )"cdktf"/g, '$1"cdktn"');
}

/** Writes the build for CDK Terrain. */
export function buildCdktn(lib: string): number {
  rmSync(join(lib, "cdktn"), { recursive: true, force: true });
  const files = globSync("modules/**/*.{js,d.ts}", { cwd: lib });
  for (const file of files) {
    const target = join(lib, file.replace("modules/", "cdktn/"));
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, forCdktn(file, readFileSync(join(lib, file), "utf8")));
  }
  return files.length;
}

if (require.main === module) buildCdktn(join(root, "lib"));
