import { spawnSync } from "node:child_process";

/** The environment of a user: no variable of Jest's, no colours. */
export function userEnvironment(): NodeJS.ProcessEnv {
  const { JEST_WORKER_ID, NODE_OPTIONS, NODE_PATH, NODE_ENV, PACKED, PACKED_FOLDER, ...env } = process.env;
  return { ...env, NO_COLOR: "1", npm_config_fund: "false", npm_config_audit: "false" };
}

/** Runs commands as a user would, with the `node` of a folder if one is given. */
export function userWith(node?: string) {
  function run(folder: string, command: string, ...args: readonly string[]) {
    const env = userEnvironment();
    if (node) env.PATH = `${node}:${env.PATH}`;
    const options = { cwd: folder, encoding: "utf8", env, maxBuffer: 1e8 } as const;
    const done = spawnSync(command, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
    return { code: done.status, stdout: done.stdout, stderr: done.stderr };
  }
  /** Its standard output; an error with everything it printed if it did not end with 0. */
  function succeed(folder: string, command: string, ...args: readonly string[]): string {
    const { code, stdout, stderr } = run(folder, command, ...args);
    if (code !== 0) throw new Error(`${command} ${args.join(" ")} ended with ${code}: ${stdout}${stderr}`);
    return stdout;
  }
  return { run, succeed };
}

/** Commands as a user of the Node that runs the tests would run them. */
export const { run, succeed } = userWith();

/** What `pack.js` has packed: the tarball, its size in bytes, and the names in it. */
export const packed: { readonly tarball: string; readonly size: number; readonly files: readonly string[] } =
  JSON.parse(process.env.PACKED ?? "");
