import { UsageError } from "../errors";
import type { Finding, Notice } from "../report/finding";

/** Findings known at some time, by fingerprint. */
export type Baseline = ReadonlySet<string>;

interface BaselineFile {
  readonly baselineVersion: 1;
  /** Rule and address are for the reader; the fingerprint decides. */
  readonly findings: readonly { readonly fingerprint: string; readonly rule: string; readonly address: string }[];
}

/**
 * Reads what `--write-baseline` wrote.
 * @throws UsageError when the file is something else
 */
export function readBaseline(content: string, file: string): Baseline {
  const data = parsed(content);
  if (!isBaseline(data)) {
    throw new UsageError(
      `--baseline '${file}' is no baseline; write one with --write-baseline ${file}`,
      "unreadable-input",
    );
  }
  return new Set(data.findings.map(({ fingerprint }) => fingerprint));
}

/** Writes the findings as a baseline, sorted, one line for each, so that a diff reads well. */
export function renderBaseline(findings: readonly Finding[]): string {
  const lines = [...new Map(findings.map((finding) => [finding.fingerprint, finding])).values()]
    .sort((a, b) => compare(a.address, b.address) || compare(a.rule, b.rule) || compare(a.fingerprint, b.fingerprint))
    .map(({ fingerprint, rule, address }) => `    ${JSON.stringify({ fingerprint, rule, address })}`);
  const list = lines.length === 0 ? "[]" : `[\n${lines.join(",\n")}\n  ]`;
  return `{\n  "baselineVersion": 1,\n  "findings": ${list}\n}\n`;
}

/** Parts the findings that a baseline knows from the others; says how many it knows that are gone. */
export function partByBaseline(
  findings: readonly Finding[],
  baseline: Baseline,
): {
  readonly findings: readonly Finding[];
  readonly baseline: readonly Finding[];
  readonly notices: readonly Notice[];
} {
  const seen = new Set(findings.map(({ fingerprint }) => fingerprint));
  const gone = [...baseline].filter((fingerprint) => !seen.has(fingerprint)).length;
  return {
    findings: findings.filter(({ fingerprint }) => !baseline.has(fingerprint)),
    baseline: findings.filter(({ fingerprint }) => baseline.has(fingerprint)),
    notices:
      gone === 0
        ? []
        : [
            {
              kind: "stale baseline",
              message: `${gone} of ${baseline.size} findings of the baseline no longer occur; write the baseline again`,
            },
          ],
  };
}

function parsed(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    return undefined;
  }
}

function isBaseline(data: unknown): data is BaselineFile {
  if (typeof data !== "object" || data === null) return false;
  const { baselineVersion, findings } = data as { readonly [name: string]: unknown };
  return (
    baselineVersion === 1 &&
    Array.isArray(findings) &&
    findings.every((entry) => typeof entry === "object" && entry !== null && typeof entry.fingerprint === "string")
  );
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
