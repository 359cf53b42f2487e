import type { Model } from "../model/terraform/model";
import { parseDocument } from "../model/values/document";
import { isRecord, Reference, type Symbolic, Template, Unknown } from "../model/values/symbolic";
import type { Finding } from "../report/finding";
import { type Excerpt, longestLine, notShown, shownLine } from "./excerpt-line";
import type { SourceExcerpts } from "./source-excerpt";

/** Excerpts by {@link findingKey}. */
export type Excerpts = ReadonlyMap<string, Excerpt>;

/** Names a finding within a run: the same mistake in two inputs is two findings. */
export function findingKey({ input, stack, fingerprint }: Pick<Finding, "input" | "stack" | "fingerprint">): string {
  return JSON.stringify([input, stack, fingerprint]);
}

const mostLines = 14;

/** Number of excerpts on a page at most, so that it stays readable. */
const mostExcerpts = 1000;

/** Excerpts of findings with their {@link findingKey}: from the sources where they are HCL and at hand, else from the model. */
export function excerptsOf(
  model: Model | undefined,
  findings: readonly Finding[],
  sources: SourceExcerpts,
): readonly (readonly [string, Excerpt])[] {
  if (!model) return [];
  return findings.slice(0, mostExcerpts).flatMap((finding) => {
    const excerpt = sources.at(finding) ?? excerptOf(model, finding);
    return excerpt ? [[findingKey(finding), excerpt] as const] : [];
  });
}

/** The part of a resource that a finding is about, as the linter reads it: documents parsed, references kept, secrets left out. */
export function excerptOf(model: Model, { address, path }: Finding): Excerpt | undefined {
  const resource = model.at(address);
  const [argument, ...rest] = path;
  if (!resource || typeof argument !== "string") return undefined;
  const value = resource.values[argument];
  if (value === undefined) return undefined;
  if (rest.length === 0) return argumentExcerpt(argument, value);
  const parsed = typeof value === "string" || value instanceof Template ? parseDocument(value) : undefined;
  const document = parsed ? ("document" in parsed ? parsed.document : undefined) : value;
  const last = rest.at(-1);
  const parent = document === undefined ? undefined : inside(document, rest.slice(0, -1));
  if (parent === undefined || last === undefined) return undefined;
  return around(parent, last, [argument, ...rest.slice(0, -1)]);
}

function argumentExcerpt(argument: string, value: Symbolic): Excerpt | undefined {
  if (notShown.test(argument)) return { lines: [`${argument} = (not shown)`], marked: 0 };
  if (typeof value === "string" && value.length > longestLine) return undefined;
  const [first = "", ...rest] = printed(value, 0);
  const lines = [`${argument} = ${first}`, ...rest];
  return lines.length > mostLines ? undefined : { lines, marked: 0 };
}

function inside(document: Symbolic, path: Finding["path"]): Symbolic | undefined {
  let part: Symbolic | undefined = document;
  for (const step of path) {
    if (Array.isArray(part) && typeof step === "number") part = (part as readonly Symbolic[])[step];
    else part = isRecord(part) ? part[String(step)] : undefined;
  }
  return part;
}

/** The object around a property, with the other properties beside it. */
function around(parent: Symbolic, last: string | number, path: Finding["path"]): Excerpt | undefined {
  if (!isRecord(parent)) return undefined;
  const head = String(path.at(-1));
  const lines = [`"${head}": {`];
  let marked: number | undefined;
  for (const [name, value] of Object.entries(parent)) {
    if (name === last) marked = lines.length;
    lines.push(...(name === last ? printed(value, 1, name) : beside(name, value)));
  }
  if (marked === undefined) {
    marked = lines.length;
    lines.push(`  (no "${String(last)}")`);
  }
  lines.push("}");
  return clipped(lines, marked);
}

/** A property beside the one in question: what is inside it does not matter here. */
function beside(name: string, value: Symbolic): readonly string[] {
  if (Array.isArray(value) && value.length > 0) return [`  ${JSON.stringify(name)}: [ … ]`];
  if (isRecord(value) && Object.keys(value).length > 0) return [`  ${JSON.stringify(name)}: { … }`];
  return printed(value, 1, name);
}

function clipped(lines: readonly string[], marked: number): Excerpt {
  if (lines.length <= mostLines) return { lines, marked };
  const from = Math.max(0, Math.min(marked - 5, lines.length - mostLines));
  const shown = lines.slice(from, from + mostLines);
  const before = from > 0 ? ["  …"] : [];
  const after = from + mostLines < lines.length ? ["  …"] : [];
  return { lines: [...before, ...shown, ...after], marked: marked - from + before.length };
}

/** A value as indented JSON, one line for each scalar. */
function printed(value: Symbolic, depth: number, name?: string): readonly string[] {
  const indent = "  ".repeat(depth);
  const label = name === undefined ? "" : `${JSON.stringify(name)}: `;
  if (name !== undefined && notShown.test(name)) return [`${indent}${label}(not shown)`];
  if (depth > 6) return [`${indent}${label}…`];
  if (Array.isArray(value)) {
    const items = (value as readonly Symbolic[]).slice(0, 20).flatMap((item) => printed(item, depth + 1));
    return items.length === 0 ? [`${indent}${label}[]`] : [`${indent}${label}[`, ...items, `${indent}]`];
  }
  if (isRecord(value)) {
    const members = Object.entries(value)
      .slice(0, 20)
      .flatMap(([key, member]) => printed(member, depth + 1, key));
    return members.length === 0 ? [`${indent}${label}{}`] : [`${indent}${label}{`, ...members, `${indent}}`];
  }
  return [shownLine(`${indent}${label}${scalar(value)}`)];
}

function scalar(value: Symbolic): string {
  if (value instanceof Unknown) return "(not known)";
  if (value instanceof Reference) return reference(value);
  if (!(value instanceof Template)) return JSON.stringify(value);
  const parts = value.parts.map((part) =>
    typeof part === "string" ? part : part instanceof Reference ? `\${${reference(part)}}` : "…",
  );
  return JSON.stringify(parts.join(""));
}

function reference({ address, attribute }: Reference): string {
  return attribute === "" ? address : `${address}.${attribute}`;
}
