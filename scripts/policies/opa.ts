import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";

/** Root of the repository. */
export const root = join(__dirname, "../..");

let executable: string | undefined;

/** A rule or its examples cannot be read; the message has the file, and where it is known the line and column. */
export class RuleError extends Error {}

/**
 * Runs OPA in a folder and returns its output: the binary that `OPA` names, or the version of `tools/opa/go.mod`.
 *
 * @throws RuleError for Rego that OPA refuses
 */
export function opa(args: readonly string[], folder = root, input?: string): string {
  executable ??= process.env.OPA ?? goTool("opa");
  try {
    return execFileSync(executable, args, {
      cwd: folder,
      encoding: "utf8",
      maxBuffer: 256 << 20,
      stdio: [input === undefined ? "ignore" : "pipe", "pipe", "pipe"],
      ...(input === undefined ? {} : { input }),
    });
  } catch (error) {
    const { stdout = "", stderr = "" } = error as { readonly stdout?: string; readonly stderr?: string };
    const printed = `${inLines(stdout)}${stderr}`.trim();
    throw printed === "" ? error : new RuleError(printed, { cause: error });
  }
}

/** What `opa eval --format json` prints about Rego that it refuses, a line for each problem; other output as it is. */
function inLines(output: string): string {
  if (!output.startsWith('{\n  "errors"')) return output;
  const { errors }: { readonly errors: readonly OpaProblem[] } = JSON.parse(output);
  return errors.map(({ message, location: { file, row, col } }) => `${file}:${row}:${col}: ${message}`).join("\n");
}

interface OpaProblem {
  readonly message: string;
  readonly location: { readonly file: string; readonly row: number; readonly col: number };
}

/** Runs the main function of a script. A fault of a rule ends it with exit code 1, without a stack trace. */
export function runScript(main: () => void): void {
  try {
    main();
  } catch (error) {
    if (!(error instanceof RuleError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}

/** Path of a tool of `tools/<name>/go.mod`, which Go builds once for each version into a folder that git ignores. */
export function goTool(name: string): string {
  const module = join(root, "tools", name);
  const { source, version } = toolOf(readFileSync(join(module, "go.mod"), "utf8"));
  const file = join(root, ".ci/cache/tools", `${name}-${version}`);
  if (existsSync(file)) return file;
  console.error(
    `building ${name} ${version} with Go into ${relative(root, file)}; this happens once and takes minutes`,
  );
  mkdirSync(dirname(file), { recursive: true });
  execFileSync("go", ["-C", module, "build", "-o", file, source], { stdio: ["ignore", "inherit", "inherit"] });
  return file;
}

/** The package that a go.mod names as its tool, and the version that it requires. */
export function toolOf(module: string): { readonly source: string; readonly version: string } {
  const source = /^tool (\S+)$/m.exec(module)?.[1];
  if (source === undefined) throw new Error("go.mod names no tool");
  const required = [...module.matchAll(/^(?:require )?\s*(\S+) (v\S+)/gm)]
    .filter(([, path = ""]) => source === path || source.startsWith(`${path}/`))
    .sort(([, a = ""], [, b = ""]) => b.length - a.length);
  const version = required[0]?.[2];
  if (version === undefined) throw new Error(`go.mod requires no version of ${source}`);
  return { source, version };
}
