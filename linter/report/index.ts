import { UsageError } from "../errors";
import type { Reporter } from "./reporter";

/** One row per format; its file is loaded only when it is asked for. */
const reporters = {
  text: (): Reporter => require("./text").text,
  json: (): Reporter => require("./json").json,
  sarif: (): Reporter => require("./sarif").sarif,
  junit: (): Reporter => require("./junit").junit,
  github: (): Reporter => require("./github").github,
  gitlab: (): Reporter => require("./gitlab").gitlab,
  markdown: (): Reporter => require("./markdown").markdown,
  html: (): Reporter => require("./html").html,
} as const;

/** Name of a format. */
export type Format = keyof typeof reporters;

/** Formats there are, in the order in which help names them. */
export const formats = Object.keys(reporters) as readonly Format[];

/** Formats that show the picture of the inputs. */
const withPicture: ReadonlySet<Format> = new Set<Format>(["markdown", "html"]);

/** Whether a run has to draw its inputs for one of these formats. */
export function showsPicture(given: readonly Output[]): boolean {
  return given.some(({ format }) => withPicture.has(format));
}

/** Formats that print the fingerprints of findings. Pictures need them as well, whatever the format. */
const withFingerprints: ReadonlySet<Format> = new Set<Format>(["json", "sarif", "gitlab"]);

/** Whether one of these formats prints the fingerprints of findings. */
export function showsFingerprints(given: readonly Output[]): boolean {
  return given.some(({ format }) => withFingerprints.has(format));
}

/** A format and, for `--format sarif=out.sarif`, the file it goes to. */
export interface Output {
  readonly format: Format;
  /** @default - the command's own output */
  readonly file?: string;
}

/**
 * Reads one `--format` argument.
 * @throws UsageError for an unknown format, and for `name=` without a file
 */
export function parseFormat(text: string): Output {
  const at = text.indexOf("=");
  const name = at < 0 ? text : text.slice(0, at);
  if (!Object.hasOwn(reporters, name)) {
    throw new UsageError(`--format '${name}' is not a format; formats: ${formats.join(", ")}`);
  }
  const format = name as Format;
  if (at < 0) return { format };
  const file = text.slice(at + 1);
  if (file === "") throw new UsageError(`--format '${text}' names no file; write --format ${name}=FILE`);
  return { format, file };
}

/** The reporter of a format, loaded now. */
export function reporter(format: Format): Reporter {
  return reporters[format]();
}
