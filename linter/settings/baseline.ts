import { leaf, list, object } from "../../formats/shape";
import { UsageError } from "../errors";
import { jsonText } from "../printable";
import type { Finding, Report } from "../report/finding";
import { sortedBy } from "../report/path";

/** Findings that were known when the baseline was written. */
export interface Baseline {
  /** Fingerprints, each with the inputs that it is known of; `undefined` represents one input, whatever its name. */
  readonly known: ReadonlyMap<string, ReadonlySet<string | undefined>>;
}

interface Entry {
  readonly fingerprint: string;
  /** For the reader, as the address is. */
  readonly rule: string;
  readonly address: string;
  /** Input that it was found in. Absent if the run had only one, whose name may differ the next time. */
  readonly input?: string;
}

const string = leaf<string>("a text", (value) => typeof value === "string");
const entry = object<Pick<Entry, "fingerprint" | "input">>(
  { fingerprint: string, input: string },
  ["fingerprint"],
  true,
);
const baselineFile = object(
  { baselineVersion: leaf<1>("1", (value) => value === 1), findings: list(entry) },
  ["baselineVersion", "findings"],
  true,
);

/**
 * Reads what `--write-baseline` wrote.
 * @throws UsageError if the file is not a baseline
 */
export function readBaseline(content: string, file: string): Baseline {
  const data = parsed(content);
  if (!baselineFile.fits(data)) {
    throw new UsageError(
      `--baseline '${file}' is not a baseline; create one with --write-baseline ${file}`,
      "unreadable-input",
    );
  }
  const known = new Map<string, Set<string | undefined>>();
  for (const { fingerprint, input } of data.findings) {
    const inputs = known.get(fingerprint) ?? new Set();
    known.set(fingerprint, inputs.add(input === undefined ? undefined : plainInput(input)));
  }
  return { known };
}

/** The findings of several files. */
export function mergedBaseline(baselines: readonly Baseline[]): Baseline {
  const known = new Map<string, ReadonlySet<string | undefined>>();
  for (const [fingerprint, inputs] of baselines.flatMap((each) => [...each.known])) {
    known.set(fingerprint, new Set([...(known.get(fingerprint) ?? []), ...inputs]));
  }
  return { known };
}

/**
 * Writes the findings as a baseline, sorted, one line for each, so that a diff reads well.
 *
 * @param several whether the run had several inputs, which may have the same addresses
 */
export function renderBaseline(findings: readonly Finding[], several = false): string {
  const entries = findings.map(({ fingerprint, rule, address, input }): Entry => {
    const entry = { fingerprint, rule, address };
    return several ? { ...entry, input: plainInput(input) } : entry;
  });
  const once = new Map(entries.map((entry) => [JSON.stringify([entry.fingerprint, entry.input]), entry])).values();
  const placeOf = ({ input = "", address, rule, fingerprint }: Entry) => [input, address, rule, fingerprint];
  const sorted = sortedBy([...once], placeOf);
  const lines = sorted.map((entry) => `    ${jsonText(entry, 0)}`);
  const list = lines.length === 0 ? "[]" : `[\n${lines.join(",\n")}\n  ]`;
  return `{\n  "baselineVersion": 1,\n  "findings": ${list}\n}\n`;
}

/** One form for different spellings of an input's path. */
export function plainInput(input: string): string {
  return input.replaceAll("\\", "/").replace(/^(?:\.\/)+/, "");
}

/**
 * Separates the findings in a baseline from the others, and reports how many of the baseline no longer occur.
 *
 * @param inputs inputs of the run; what is known of others is not gone
 */
export function partByBaseline(
  findings: readonly Finding[],
  { known }: Baseline,
  inputs: readonly string[] = [],
): Pick<Report, "findings" | "baseline" | "notices"> {
  const seen = new Set<string>();
  const isKnown = ({ fingerprint, input }: Finding) => {
    const of = known.get(fingerprint);
    const [own, any] = [entryKey(fingerprint, plainInput(input)), entryKey(fingerprint)];
    const isOfInput = of?.has(plainInput(input)) === true;
    // An entry without input covers one finding: the same in a further input is new.
    const isFirst = of?.has(undefined) === true && !seen.has(any);
    if (isOfInput) seen.add(own);
    if (isFirst) seen.add(any);
    return isOfInput || isFirst;
  };
  const [old, rest]: [Finding[], Finding[]] = [[], []];
  for (const finding of findings) (isKnown(finding) ? old : rest).push(finding);
  const ran = new Set(inputs.map(plainInput));
  const compared = [...known].flatMap(([fingerprint, of]) =>
    [...of].filter((input) => input === undefined || ran.has(input)).map((input) => entryKey(fingerprint, input)),
  );
  const gone = compared.filter((entry) => !seen.has(entry)).length;
  const message = `${gone} of ${compared.length} findings of the baseline no longer occur; write the baseline again`;
  return { findings: rest, baseline: old, notices: gone === 0 ? [] : [{ kind: "stale baseline", message }] };
}

function entryKey(fingerprint: string, input?: string): string {
  return JSON.stringify([fingerprint, input]);
}

function parsed(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    return undefined;
  }
}
