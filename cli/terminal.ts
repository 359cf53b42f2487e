import { fstatSync, readFileSync, statSync, writeSync } from "node:fs";
import { devNull } from "node:os";
import { UsageError } from "../linter/errors";
import { printable, printableLines, printableReport } from "../linter/printable";

/** Everything that a command uses of its environment: streams, variables, folder, exit code. Tests pass their own. */
export interface Terminal {
  /** Writes to standard output. Commands of GitHub Actions in the text are disabled, unless `commands` states that they are our own. */
  out(text: string, commands?: "commands"): void;
  err(text: string, layout?: "lines"): void;
  /** Whole standard input. */
  stdin(): Uint8Array;
  readonly cwd: string;
  readonly env: { readonly [name: string]: string | undefined };
  /** Shows where a long run is, on one line of standard error; an empty text clears it. Absent unless that is a terminal. */
  readonly progress?: (text: string) => void;
  /** Whether to colour standard output; `NO_COLOR` and non-terminals are respected. */
  readonly colour: boolean;
  /** Whether standard output opens hyperlinks (OSC 8). @default false */
  readonly links?: boolean;
  /** Width of the terminal, in characters. */
  readonly columns: number;
  /** 0 clean, 1 findings, 2 could not do the work. */
  exitCode: number;
}

/** The same terminal; what is not printable is escaped before it reaches a person or a runner. */
export function safeTerminal(terminal: Terminal): Terminal {
  return {
    out: (text, commands) => {
      const may = { colour: terminal.colour || terminal.links === true, commands: commands === "commands" };
      for (const lines of inParts(text)) terminal.out(printableReport(lines, may));
    },
    err: (text, layout) =>
      terminal.err(layout === "lines" ? printableLines(text) : `${printable(text.replace(/\n$/, ""))}\n`),
    stdin: () => terminal.stdin(),
    cwd: terminal.cwd,
    env: terminal.env,
    ...(terminal.progress ? { progress: (text: string) => terminal.progress?.(printable(text)) } : {}),
    colour: terminal.colour,
    links: terminal.links ?? false,
    columns: terminal.columns,
    get exitCode() {
      return terminal.exitCode;
    },
    set exitCode(code) {
      terminal.exitCode = code;
    },
  };
}

/** Characters that are made printable and written at once: a report may have many megabytes, and each step copies them. */
const PART = 200_000;

/** A text in parts, each of whole lines. */
function* inParts(text: string): Generator<string> {
  let start = 0;
  do {
    const end = text.indexOf("\n", start + PART) + 1 || text.length;
    yield text.slice(start, end);
    start = end;
  } while (start < text.length);
}

/** The terminal of this process. Node's streams cost more to load than a report to write, so only a real terminal opens them. */
export function processTerminal(): Terminal {
  const { env } = process;
  const screen = mayBeScreen(1) && process.stdout.isTTY ? process.stdout : undefined;
  // A terminal that was given no size has 0 columns.
  const columns = screen?.columns || 80;
  return {
    out: (text) => write(1, text),
    err: (text) => write(2, text),
    stdin: () => readFileSync(0),
    cwd: process.cwd(),
    env,
    colour: screen !== undefined && !env.NO_COLOR,
    links: screen !== undefined && opensLinks(env),
    ...(mayBeScreen(2) && env.CI === undefined ? { progress: progressLine(columns) } : {}),
    columns,
    exitCode: 0,
  };
}

/** Whether a stream may be a terminal: a device other than /dev/null. */
function mayBeScreen(stream: 1 | 2): boolean {
  const stat = fstatSync(stream);
  return stat.isCharacterDevice() && stat.rdev !== statSync(devNull, { throwIfNoEntry: false })?.rdev;
}

/** Terminals that are known to open hyperlinks; `FORCE_HYPERLINK` decides for any other. */
function opensLinks(env: Terminal["env"]): boolean {
  if (env.FORCE_HYPERLINK !== undefined) return env.FORCE_HYPERLINK !== "0";
  if (env.CI !== undefined || env.NO_COLOR) return false;
  const programs = ["iTerm.app", "vscode", "WezTerm", "Hyper", "ghostty", "rio"];
  const known = [env.WT_SESSION, env.KITTY_WINDOW_ID, env.KONSOLE_VERSION, env.DOMTERM].some(
    (value) => value !== undefined,
  );
  return known || programs.includes(env.TERM_PROGRAM ?? "") || Number(env.VTE_VERSION ?? 0) >= 5000;
}

/** Writes over the line that it wrote before. */
function progressLine(columns: number): (line: string) => void {
  let isShown = false;
  return (line) => {
    if (line === "" && !isShown) return;
    isShown = line !== "";
    write(2, `\r\u001b[2K${line.slice(0, Math.max(columns - 1, 1))}`);
  };
}

/** A reader that has stopped, as `head` does, is no error. */
function write(stream: 1 | 2, text: string): void {
  let rest: Uint8Array = Buffer.from(text);
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(stream, rest));
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      if (code === "EPIPE" || (stream === 2 && code !== "EAGAIN")) return;
      if (code !== "EAGAIN") throw new UsageError(`standard output cannot be written: ${message}`, "unwritable-output");
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}
