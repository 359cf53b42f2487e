import { main } from "../../../cli/main";
import type { Terminal } from "../../../cli/terminal";

/** Runs one command line in a folder and returns what it wrote. */
export async function run(
  args: readonly string[],
  cwd: string,
  env: { readonly [name: string]: string } = {},
): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
  const written = { out: "", err: "" };
  const terminal: Terminal = {
    out: (text) => {
      written.out += text;
    },
    err: (text) => {
      written.err += text;
    },
    stdin: () => new Uint8Array(),
    cwd,
    env,
    colour: false,
    columns: 80,
    exitCode: 0,
  };
  const code = await main(args, terminal);
  return { code, ...written };
}
