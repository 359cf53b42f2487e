import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Report } from "../../linter/report/finding";
import { text } from "../../linter/report/text";
import { runLint } from "../../linter/run/lint";
import { caseFiles, jarEntries } from "../../test/support/rules/case-files";
import { planBetween } from "../../test/support/rules/planned";
import type { Stack, StackCase } from "../../test/support/rules/stacks";
import { writeCdktf } from "./write-cdktf";
import { writeHcl } from "./write-hcl";

/** A stack as a page shows it. */
export interface ShownStack {
  readonly hcl: string;
  readonly cdktf?: string;
  /** The security configuration, where the stack has one that is written here. */
  readonly document?: string;
  /** What the files beside the stack contain, where it matters. */
  readonly files: readonly string[];
  /** The lines that change, for rules about what a plan does. */
  readonly change?: string;
  /** What the terminal prints. */
  readonly finding: string;
  /** The lines that change, where the case has the same stack without the mistake. */
  readonly repair?: string;
}

/** Rules whose mistake CDKTF cannot write, and why. */
export const withoutCdktf: { readonly [rule: string]: string } = {
  "config.not_visible": "CDKTF writes the document into the stack",
};

/** Shows the case of a rule; what it prints comes from the real readers and rules. */
export function shownStack(rule: string, shown: StackCase): ShownStack {
  const { wrong, right, before } = shown;
  const hcl = writeHcl(before ?? wrong);
  const document = documentOf(wrong);
  return {
    hcl,
    ...(rule in withoutCdktf ? {} : { cdktf: writeCdktf(before ?? wrong) }),
    ...(document === undefined ? {} : { document }),
    files: fileWords(shown),
    ...(before ? { change: between(before, wrong) } : {}),
    finding: printedFinding(rule, reportOf(rule, wrong, shown)),
    ...(right ? { repair: between(wrong, right) } : {}),
  };
}

/** How one stack becomes another, as HCL. */
function between(before: Stack, after: Stack): string {
  return diff(writeHcl(before).split("\n"), writeHcl(after).split("\n"));
}

function fileWords({ files = {} }: StackCase): readonly string[] {
  return Object.entries(files).flatMap(([name, file]) => {
    if ("text" in file) return [`\`${name}\`:\n\n\`\`\`${languageOf(name)}\n${file.text.trimEnd()}\n\`\`\``];
    const entries = jarEntries(file).filter((entry) => entry !== "META-INF/MANIFEST.MF");
    return entries.length === 0 ? [] : [`\`${name}\` contains ${entries.map((entry) => `\`${entry}\``).join(", ")}.`];
  });
}

function languageOf(name: string): string {
  const ending = name.split(".").at(-1) ?? "";
  return ["yaml", "json"].includes(ending) ? ending : "text";
}

function documentOf({ resource }: Stack): string | undefined {
  const [configuration] = Object.values(resource.aws_emr_security_configuration ?? {});
  const document = configuration?.configuration;
  if (typeof document === "string" && document.startsWith("{")) return document;
  return typeof document === "object" && document !== null ? JSON.stringify(document, null, 2) : undefined;
}

/** The report of a case: of its sources, or of the plan that changes them. */
export function reportOf(rule: string, stack: Stack, shown: StackCase): Report {
  const folder = mkdtempSync(join(tmpdir(), "emr-encryption-page-"));
  try {
    for (const [name, content] of Object.entries(caseFiles(shown))) writeFileSync(join(folder, name), content);
    const former = shown.state ?? shown.before;
    const [input, text] = former ? ["plan.json", planBetween(former, stack)] : ["main.tf", `${writeHcl(stack)}\n`];
    writeFileSync(join(folder, input), text);
    const now = new Date("2026-11-23T12:00:00Z");
    return runLint([input], { cwd: folder, now, rules: [rule], region: "us-east-1", root: ".", allKeys: true }).report;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What `emr-encryption lint` prints about the rule, on a terminal of 80 columns without colour. */
export function printedFinding(rule: string, report: Report): string {
  if (!report.findings.some((finding) => finding.rule === rule)) throw new Error(`${rule} does not report its case`);
  const printed = text(report, { colour: false, columns: 80, verbose: true, quiet: true });
  return printed.split("\n\n").slice(0, -1).join("\n\n");
}

/** The longest common lines stay, three of them around each change. */
function diff(before: readonly string[], after: readonly string[]): string {
  const lengths = Array.from({ length: before.length + 1 }, () => new Array<number>(after.length + 1).fill(0));
  const at = (row: number, column: number) => lengths[row]?.[column] ?? 0;
  for (let row = before.length - 1; row >= 0; row -= 1) {
    for (let column = after.length - 1; column >= 0; column -= 1) {
      const same = before[row] === after[column];
      (lengths[row] as number[])[column] = same
        ? at(row + 1, column + 1) + 1
        : Math.max(at(row + 1, column), at(row, column + 1));
    }
  }
  const lines: string[] = [];
  let [row, column] = [0, 0];
  while (row < before.length || column < after.length) {
    if (row < before.length && column < after.length && before[row] === after[column]) {
      lines.push(` ${before[row]}`);
      row += 1;
      column += 1;
    } else if (row < before.length && at(row + 1, column) >= at(row, column + 1)) {
      lines.push(`-${before[row]}`);
      row += 1;
    } else {
      lines.push(`+${after[column]}`);
      column += 1;
    }
  }
  return context(lines).join("\n");
}

function context(lines: readonly string[]): readonly string[] {
  const near = lines.map((_, index) =>
    lines.slice(Math.max(0, index - 3), index + 4).some((line) => !line.startsWith(" ")),
  );
  return lines.flatMap((line, index) => (near[index] ? [line] : near[index - 1] ? ["@@"] : []));
}
