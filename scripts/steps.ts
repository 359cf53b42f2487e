import { spawnSync } from "node:child_process";
import { delimiter, join, resolve } from "node:path";

const root = resolve(__dirname, "..");

/** Says what comes next. */
export function step(text: string): void {
  console.log(`\n# ${text}`);
}

/** Shows a command, runs it in the repository and returns its exit code; one that is not allowed ends this process with it. */
export function run(
  command: string,
  args: readonly string[],
  allowed: readonly number[] = [0],
  env: { readonly [name: string]: string } = {},
): number {
  console.log(`$ ${[command, ...args].join(" ")}`);
  const ours = command === "emr-encryption";
  const [program, ...first] = ours ? [process.execPath, join(root, "bin/emr-encryption.js")] : [command];
  const path = [join(root, "node_modules/.bin"), process.env.PATH].join(delimiter);
  const { status, error } = spawnSync(program ?? command, [...first, ...args], {
    cwd: root,
    stdio: "inherit",
    env: { ...process.env, CHECKPOINT_DISABLE: "1", ...env, PATH: path },
  });
  if (error) throw error;
  const code = status ?? 2;
  if (!allowed.includes(code)) process.exit(code);
  return code;
}

/** Tells what to try now. */
export function next(title: string, commands: readonly (readonly [string, string])[]): void {
  const width = Math.max(...commands.map(([command]) => command.length));
  console.log(`\n${title}\n`);
  for (const [command, why] of commands) console.log(`  ${command.padEnd(width)}   ${why}`);
  console.log("");
}
