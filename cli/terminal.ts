import { readFileSync } from "node:fs";

/** All that a command knows of the world outside: streams, environment, folder, exit code. Tests hand in their own. */
export interface Terminal {
  out(text: string): void;
  err(text: string): void;
  /** Whole standard input. */
  stdin(): Uint8Array;
  readonly cwd: string;
  readonly env: { readonly [name: string]: string | undefined };
  /** Whether standard output wants colour; `NO_COLOR` and non-terminals are respected. */
  readonly colour: boolean;
  /** Width of the terminal, in characters. */
  readonly columns: number;
  /** 0 clean, 1 findings, 2 could not do the work. */
  exitCode: number;
}

/** The terminal of this process. */
export function processTerminal(): Terminal {
  const { env, stdout, stderr } = process;
  return {
    out: (text) => void stdout.write(text),
    err: (text) => void stderr.write(text),
    stdin: () => readFileSync(0),
    cwd: process.cwd(),
    env,
    colour: stdout.isTTY === true && !env.NO_COLOR,
    columns: stdout.columns ?? 80,
    exitCode: 0,
  };
}
