import { resolve } from "node:path";
import { FILE_LIMITS, type GuardedFiles } from "../read/guarded-files";
import type { Finding } from "../report/finding";
import { type Excerpt, notShown, shownLine } from "./excerpt-line";

/** Lines before and behind the line of a finding. */
const around = 4;
const LEFT_OUT = "(not shown)";

/** Reads the lines of HCL that findings are about. JSON syntax has whole documents on one line: there the model shows more. */
export class SourceExcerpts {
  private readonly texts = new Map<string, readonly string[]>();

  constructor(
    private readonly files: GuardedFiles,
    private readonly cwd: string,
  ) {}

  /** The lines around the place of a finding, within its block; undefined where they cannot be read. */
  at({ file, line }: Pick<Finding, "file" | "line">): Excerpt | undefined {
    if (file === undefined || line === undefined || !/\.(?:tf|tofu)$/.test(file)) return undefined;
    const lines = this.lines(file);
    const index = line - 1;
    if (lines[index] === undefined) return undefined;
    const [from, to] = block(lines, index);
    const shown = withoutSecrets(lines.slice(from, to + 1));
    const [first, last] = [Math.max(from, index - around), Math.min(to, index + around)];
    return {
      lines: shown.slice(first - from, last - from + 1).map(shownLine),
      marked: index - first,
      from: first + 1,
    };
  }

  private lines(file: string): readonly string[] {
    const lines = this.texts.get(file) ?? this.read(file);
    this.texts.set(file, lines);
    return lines;
  }

  private read(file: string): readonly string[] {
    try {
      return this.files.text(resolve(this.cwd, file), FILE_LIMITS.text).split(/\r?\n/);
    } catch {
      return [];
    }
  }
}

/** First and last line of the block around a line, to which the excerpt is limited. */
function block(lines: readonly string[], index: number): readonly [number, number] {
  let from = index;
  while (from > 0 && !/^[a-z]/.test(lines[from] ?? "")) from -= 1;
  let to = index;
  while (to < lines.length - 1 && !/^\}/.test(lines[to] ?? "")) to += 1;
  return [from, to];
}

/** Whether a line is the last one of what is left out. */
type Ends = (line: string) => boolean;

/** The lines with the values of secret arguments, heredocs of theirs and everything that looks like a private key left out. */
function withoutSecrets(lines: readonly string[]): readonly string[] {
  const names = lines.some((line) => SENSITIVE.test(line)) ? [notShown, VALUE_OF_SENSITIVE] : [notShown];
  let ends: Ends | undefined;
  return lines.map((line) => {
    if (!ends) {
      const secret = secretIn(line, names);
      ends = secret?.ends;
      return secret ? secret.shown : line;
    }
    const isOver = ends(line);
    if (isOver) ends = undefined;
    return isOver ? line : hidden(line);
  });
}

/** What makes a variable or an output sensitive, and the arguments that contain its value. */
const SENSITIVE = /^\s*(?:sensitive|ephemeral)\s*=\s*"?true/;
const VALUE_OF_SENSITIVE = /^(?:default|value)$/;

/** What is shown of a line that begins a secret, and how the secret ends where it has more lines. */
function secretIn(
  line: string,
  names: readonly RegExp[],
): { readonly shown: string; readonly ends?: Ends | undefined } | undefined {
  if (/BEGIN (?:[A-Z]+ ){0,4}PRIVATE KEY/.test(line)) {
    const isWhole = /END (?:[A-Z]+ ){0,4}PRIVATE KEY/.test(line);
    return { shown: hidden(line), ends: isWhole ? undefined : (next) => /^\s*[A-Z]+\s*$/.test(next) };
  }
  const [, head = "", name = "", value = ""] = /^(\s*("?[\w.-]+"?)\s*[=:]\s*)(.*)$/s.exec(line) ?? [];
  if (/\bsensitive\s*\(/.test(line)) {
    const isWhole = line.split("(").length === line.split(")").length;
    return {
      shown: name === "" ? hidden(line) : `${head}${LEFT_OUT}`,
      ends: isWhole ? undefined : (next) => /\)\s*(?:,\s*)?$/.test(next),
    };
  }
  if (name !== "" && names.some((each) => each.test(name)))
    return { shown: `${head}${LEFT_OUT}`, ends: endOf(value, line) };
  return /^\s*[A-Za-z0-9+/_-]{40,}=*\s*$/.test(line) ? { shown: hidden(line) } : undefined;
}

/** How a value of several lines ends: a heredoc with its marker, a list or an object with a line that has the same indentation. */
function endOf(value: string, line: string): Ends | undefined {
  const [, word] = /<<-?\s*([A-Za-z_][\w-]*)/.exec(value) ?? [];
  if (word !== undefined) return (next) => next.trim() === word;
  if (!/[[({]\s*$/.test(value)) return undefined;
  const indent = indentOf(line).length;
  return (next) => next.trim() !== "" && indentOf(next).length <= indent;
}

function indentOf(line: string): string {
  return /^\s*/.exec(line)?.[0] ?? "";
}

function hidden(line: string): string {
  return `${indentOf(line)}${LEFT_OUT}`;
}
