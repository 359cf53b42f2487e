import { spawnSync } from "node:child_process";
import { delimiter, join, resolve } from "node:path";

const root = resolve(__dirname, "../..");

/** Says what comes next. */
export function step(text: string): void {
  console.log(`\n# ${text}`);
}

/** How a command is run. */
export interface Manner {
  /** Exit codes that are no failure. @default [0] */
  readonly allowed?: readonly number[];
  /** Besides this process's own. @default {} */
  readonly env?: { readonly [name: string]: string };
  /** Whether to show only the last line of what it prints, unless it fails: cdktf draws a spinner. @default false */
  readonly brief?: boolean;
}

/** Shows a command, runs it in the repository and returns its exit code; one that is not allowed ends this process with it. */
export function run(command: string, args: readonly string[], manner: Manner = {}): number {
  const { allowed = [0], env = {}, brief = false } = manner;
  console.log(`$ ${[command, ...args].join(" ")}`);
  const ours = command === "emr-encryption";
  const [program, ...first] = ours ? [process.execPath, join(root, "bin/emr-encryption.js")] : [command];
  const path = [join(root, "node_modules/.bin"), process.env.PATH].join(delimiter);
  const result = spawnSync(program ?? command, [...first, ...args], {
    cwd: root,
    stdio: brief ? "pipe" : "inherit",
    encoding: "utf8",
    env: { ...process.env, CHECKPOINT_DISABLE: "1", ...env, PATH: path },
  });
  if (result.error) throw result.error;
  const code = result.status ?? 2;
  const ended = allowed.includes(code);
  if (brief) console.log(ended ? result.stdout.trim().split("\n").at(-1) : `${result.stdout}${result.stderr}`);
  if (!ended) process.exit(code);
  return code;
}

/** Tells what to try now. */
export function next(title: string, commands: readonly (readonly [string, string])[]): void {
  const width = Math.max(...commands.map(([command]) => command.length));
  console.log(`\n${title}\n`);
  for (const [command, why] of commands) console.log(`  ${command.padEnd(width)}   ${why}`);
  console.log("");
}
