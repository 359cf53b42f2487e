/** Limits of {@link readPem}. */
export const PEM_LIMITS = {
  /** Bytes of a PEM file. */
  fileBytes: 1024 * 1024,
  /** Blocks in a file. */
  blocks: 1000,
} as const;

/** One block of a PEM file. */
export interface PemBlock {
  /** The text after `BEGIN`: `CERTIFICATE`, `PRIVATE KEY`. */
  readonly label: string;
  /** Line of its `BEGIN`, from 1. */
  readonly line: number;
  /** The decoded content. Private for blocks that contain a key: does not leave `formats/`. */
  readonly der: Buffer;
  /** RFC 1421 headers, as in `Proc-Type: 4,ENCRYPTED`. */
  readonly headers: readonly string[];
}

/** What a strict parser refuses, or (`text after the last block`) what some parsers skip. */
export type PemProblemKind =
  | "empty"
  | "too large"
  | "byte order mark"
  | "UTF-16"
  | "not text"
  | "no block"
  | "escaped line ends"
  | "other dashes"
  | "indented"
  | "damaged boundary"
  | "labels differ"
  | "end missing"
  | "begin missing"
  | "base64"
  | "text after the last block";

/** A departure from RFC 7468. */
export interface PemProblem {
  readonly kind: PemProblemKind;
  /** Its line, from 1. */
  readonly line: number;
  /** The fact, as a clause that quotes nothing of the content. */
  readonly detail: string;
}

/** The result of {@link readPem}. */
export interface PemReading {
  readonly blocks: readonly PemBlock[];
  /** Every `BEGIN`, also of blocks that are refused. */
  readonly begun: readonly Pick<PemBlock, "label" | "line">[];
  readonly problems: readonly PemProblem[];
}

/** Longer lines cannot be boundaries; the limit protects the patterns below from hostile lines. */
const LONGEST_BOUNDARY = 200;
const BOUNDARY = /^-----(BEGIN|END) ([\x21-\x2c\x2e-\x7e]+(?:[- ][\x21-\x2c\x2e-\x7e]+)*)-----$/;
const LOOSE_BOUNDARY = /-{2,}\s*(BEGIN|END)\b|\b(BEGIN|END)\b[A-Z0-9 ]*-{2,}/;
const OTHER_DASHES = /[\u2010-\u2015\u2212\ufe58\ufe63\uff0d].*\b(BEGIN|END)\b/;
const BASE64_LINE = /^[A-Za-z0-9+/]*={0,2}$/;
const HEADER = /^[A-Za-z][A-Za-z0-9-]*:/;

/**
 * Reads a PEM file strictly (RFC 7468): boundaries at line starts, equal labels, nothing but base64 between them.
 * Explanatory text before and between blocks, CRLF and blanks at line ends are allowed. Never throws.
 */
export function readPem(bytes: Uint8Array): PemReading {
  const content = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const unfit = refuse(content);
  if (unfit) return { blocks: [], begun: [], problems: [unfit] };
  const marked = content[0] === 0xef && content[1] === 0xbb && content[2] === 0xbf;
  const reading = readLines(content.toString("utf8", marked ? 3 : 0).split(/\r\n|\n|\r/));
  if (!marked) return reading;
  const mark: PemProblem = {
    kind: "byte order mark",
    line: 1,
    detail: "it starts with a byte order mark, which Java refuses",
  };
  return { ...reading, problems: [mark, ...reading.problems] };
}

/** Content that cannot be PEM, whatever its lines contain. */
function refuse(content: Buffer): PemProblem | undefined {
  const problem = (kind: PemProblemKind, detail: string): PemProblem => ({ kind, line: 1, detail });
  if (content.length > PEM_LIMITS.fileBytes) {
    return problem("too large", `it has ${content.length} bytes, at most ${PEM_LIMITS.fileBytes} are read`);
  }
  if (content.every((byte) => byte === 0x20 || (byte >= 0x09 && byte <= 0x0d))) return problem("empty", "it is empty");
  if ((content[0] === 0xff && content[1] === 0xfe) || (content[0] === 0xfe && content[1] === 0xff)) {
    return problem("UTF-16", "it is UTF-16 text, PEM is ASCII");
  }
  if (content[0] === 0x30 && (content[1] ?? 0) >= 0x80) return problem("not text", "it is DER, not PEM");
  if (content.includes(0)) {
    const sixteen = content[0] === 0x2d || content[1] === 0x2d;
    return sixteen
      ? problem("UTF-16", "it is UTF-16 text, PEM is ASCII")
      : problem("not text", "it is binary, not PEM");
  }
  return undefined;
}

function readLines(lines: readonly string[]): PemReading {
  const reader = new LineReader();
  for (const [index, line] of lines.entries()) {
    if (!reader.read(line.trimEnd(), index + 1)) return reader.reading();
  }
  reader.end();
  return reader.reading();
}

/** Collects blocks and problems, line by line. */
class LineReader {
  private readonly blocks: PemBlock[] = [];
  private readonly begun: Pick<PemBlock, "label" | "line">[] = [];
  private readonly problems: PemProblem[] = [];
  private open: { readonly label: string; readonly line: number; readonly body: string[] } | undefined;
  /** Line of the first text since the last block; 0 without any. */
  private textAfter = 0;

  reading(): PemReading {
    return { blocks: this.blocks, begun: this.begun, problems: this.problems };
  }

  /** Reads one line; false where a limit ends the reading. */
  read(text: string, line: number): boolean {
    const boundary = text.length > LONGEST_BOUNDARY ? null : BOUNDARY.exec(text);
    if (!boundary) {
      this.content(text, line);
      return true;
    }
    const [, word, label = ""] = boundary;
    this.textAfter = 0;
    if (word !== "BEGIN") return this.close(label, line);
    this.reportMissingEnd();
    this.open = { label, line, body: [] };
    this.begun.push({ label, line });
    return true;
  }

  /** Reports problems that are known only at the end of the file. */
  end(): void {
    this.reportMissingEnd();
    if (this.blocks.length === 0 && this.problems.length === 0) this.report("no block", 1, "it contains no PEM block");
    if (this.blocks.length > 0 && this.textAfter > 0) {
      const detail = "text follows its last block, which some readers skip and others refuse";
      this.report("text after the last block", this.textAfter, detail);
    }
  }

  private content(text: string, line: number): void {
    const damage = damagedBoundary(text);
    if (damage) this.report(damage.kind, line, damage.detail);
    if (this.open) this.open.body.push(text);
    else if (text !== "" && this.textAfter === 0) this.textAfter = line;
  }

  private close(label: string, line: number): boolean {
    const { open } = this;
    this.open = undefined;
    if (!open) {
      this.report("begin missing", line, `its END ${shownLabel(label)} line has no BEGIN`);
    } else if (open.label !== label) {
      this.report(
        "labels differ",
        line,
        `a block begins as ${shownLabel(open.label)} and ends as ${shownLabel(label)}`,
      );
    } else if (this.blocks.length === PEM_LIMITS.blocks) {
      this.report("too large", open.line, `it contains more than ${PEM_LIMITS.blocks} blocks`);
      return false;
    } else this.add(open);
    return true;
  }

  private add({ label, line, body }: NonNullable<LineReader["open"]>): void {
    const decoded = decode(label, body);
    if (decoded.problem === undefined) {
      this.blocks.push({ label, line, der: decoded.der, headers: decoded.headers });
    } else {
      this.report("base64", line + decoded.at, `its ${shownLabel(label)} block is not base64: ${decoded.problem}`);
    }
  }

  private reportMissingEnd(): void {
    if (this.open)
      this.report("end missing", this.open.line, `its ${shownLabel(this.open.label)} block has no END line`);
  }

  private report(kind: PemProblemKind, line: number, detail: string): void {
    this.problems.push({ kind, line, detail });
  }
}

/** A label as messages show it: only known labels, since anything else may be a part of the private key. */
function shownLabel(label: string): string {
  const words =
    /^(?:(?:NEW|ENCRYPTED|RSA|EC|DSA|DH|OPENSSH|X509|TRUSTED|CERTIFICATE|REQUEST|PRIVATE|PUBLIC|KEY|PARAMETERS|PKCS7|CMS|CRL|ATTRIBUTE)(?: |$))+$/;
  return words.test(label) ? label : "(unknown)";
}

/** A line that looks like a boundary but is not one. */
function damagedBoundary(text: string): { readonly kind: PemProblemKind; readonly detail: string } | undefined {
  if (!/BEGIN|END/.test(text)) return undefined;
  if (text.includes("-----\\n") || text.includes("-----\\r"))
    return { kind: "escaped line ends", detail: "its line ends are written as \\n" };
  if (text.length > LONGEST_BOUNDARY) return undefined;
  if (BOUNDARY.test(text.trimStart())) return { kind: "indented", detail: "a BEGIN or END line is indented" };
  if (OTHER_DASHES.test(text))
    return { kind: "other dashes", detail: "a BEGIN or END line has dashes that are not ASCII hyphens" };
  if (LOOSE_BOUNDARY.test(text))
    return { kind: "damaged boundary", detail: "a BEGIN or END line is not written as -----BEGIN LABEL-----" };
  return undefined;
}

/** Number of header lines of a block (RFC 1421), including the blank line after them. */
function headerLines(body: readonly string[]): number {
  if (!HEADER.test(body[0] ?? "")) return 0;
  const blank = body.indexOf("");
  return blank === -1 ? body.length : blank + 1;
}

/** Headers other than those of an encrypted key are base64 to Java, which knows no headers. */
function isOfEncryption(label: string, header: string): boolean {
  return label.endsWith("PRIVATE KEY") && /^(?:Proc-Type|DEK-Info|[ \t])/i.test(header);
}

function lineProblem(lines: readonly string[], index: number): string | undefined {
  const line = lines[index] ?? "";
  if (/^\s/.test(line)) return "a line is indented";
  if (!BASE64_LINE.test(line)) return "a line contains other characters";
  return line.includes("=") && lines.slice(index + 1).some((later) => later !== "")
    ? "something follows its padding"
    : undefined;
}

type Decoded =
  | { readonly der: Buffer; readonly headers: readonly string[]; readonly problem?: undefined }
  | { readonly problem: string; readonly at: number };

function decode(label: string, body: readonly string[]): Decoded {
  const first = headerLines(body);
  const headers = body.slice(0, first).filter((line) => line !== "");
  if (!headers.every((header) => isOfEncryption(label, header))) return { problem: "it starts with headers", at: 1 };
  const lines = body.slice(first);
  for (const index of lines.keys()) {
    const problem = lineProblem(lines, index);
    if (problem !== undefined) return { problem, at: first + index + 1 };
  }
  const text = lines.join("");
  if (text === "") return { problem: "it is empty", at: 0 };
  if (text.length % 4 !== 0) return { problem: "its length is not a multiple of four", at: 0 };
  const der = Buffer.from(text, "base64");
  if (der.toString("base64") !== text) return { problem: "bits are set beyond its end", at: lines.length };
  return { der, headers };
}
