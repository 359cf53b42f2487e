import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { jsonContent } from "../../linter/read/hcl/content";
import { HclFault } from "../../linter/read/hcl/lexer";
import { type HclBody, scanBodies } from "../../linter/read/hcl/scan";

/** An argument or block with its extent in bytes. */
export interface Item {
  readonly name: string;
  readonly labels?: readonly string[];
  readonly line: number;
  readonly start: number;
  readonly end: number;
  readonly body?: readonly Item[];
}

/** What a parser makes of a text. */
export interface Parsed {
  readonly fault?: string;
  readonly items?: readonly Item[];
}

const FOLDER = join(__dirname, "..", "..", "tools", "hcl");

/** Builds the parser of hashicorp/hcl, in the version of `tools/hcl/go.mod`, and returns its path. */
export function buildOracle(): string {
  const binary = join(mkdtempSync(join(tmpdir(), "hcl-oracle-")), "oracle");
  execFileSync("go", ["build", "-o", binary, "."], { cwd: FOLDER });
  return binary;
}

/** Files of the specification's own tests, which come with the module. */
export function specificationFiles(): readonly string[] {
  const module = execFileSync("go", ["list", "-m", "-f", "{{.Dir}}", "github.com/hashicorp/hcl/v2"], { cwd: FOLDER });
  return filesBelow(module.toString().trim(), /\.(?:hcl|t|tf)$/);
}

export function filesBelow(folder: string, names: RegExp): readonly string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && names.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/** What hashicorp/hcl makes of texts. */
export function parseByOracle(binary: string, texts: readonly Buffer[]): readonly Parsed[] {
  const folder = mkdtempSync(join(tmpdir(), "hcl-texts-"));
  const paths = texts.map((text, at) => {
    const path = join(folder, `${at}.tf`);
    writeFileSync(path, text);
    return path;
  });
  const output = execFileSync(binary, { input: `${paths.join("\n")}\n`, maxBuffer: 1024 * 1024 * 1024 });
  return output
    .toString()
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Parsed);
}

/** What our reader makes of a text, in the oracle's form. Labels that Terraform does not know are no matter of the syntax. */
export function parseByUs(bytes: Buffer): Parsed {
  const text = bytes.toString("utf8");
  if (text.includes("\ufffd") && !bytes.includes("\ufffd")) return { fault: "it is not UTF-8" };
  try {
    const body = scanBodies(text);
    for (const block of body.blocks) jsonContent(text, { arguments: [], blocks: [{ ...block, type: "x" }] });
    jsonContent(text, { ...body, blocks: [] });
    const isAscii = Buffer.byteLength(text) === text.length;
    return { items: itemsOf(body, text, (at) => (isAscii ? at : Buffer.byteLength(text.slice(0, at)))) };
  } catch (error) {
    if (error instanceof HclFault) return { fault: error.problem };
    throw error;
  }
}

function itemsOf({ arguments: args, blocks }: HclBody, text: string, byte: (at: number) => number): readonly Item[] {
  const line = (at: number) => text.slice(0, at).split("\n").length;
  return [
    ...args.map(({ name, start, value }) => ({
      name,
      line: line(start),
      start: byte(value.start),
      end: byte(value.end),
    })),
    ...blocks.map(({ type, labels, start, end, body }) => ({
      name: type,
      ...(labels.length > 0 ? { labels } : {}),
      line: line(start),
      start: byte(start),
      end: byte(end),
      ...(body.arguments.length + body.blocks.length > 0 ? { body: itemsOf(body, text, byte) } : {}),
    })),
  ];
}

/** Items in one order: the oracle lists arguments as a map has them. */
export function inOrder(items: readonly Item[]): readonly Item[] {
  return [...items]
    .sort((a, b) => a.start - b.start)
    .map((item) => (item.body ? { ...item, body: inOrder(item.body) } : item));
}

export function readAll(paths: readonly string[]): readonly Buffer[] {
  return paths.map((path) => readFileSync(path));
}
