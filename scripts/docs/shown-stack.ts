import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "../../linter/report/text";
import { runLint } from "../../linter/run/lint";
import type { Stack, StackCase } from "../../test/support/rules/stacks";
import { writeCdktf } from "./write-cdktf";
import { writeHcl } from "./write-hcl";

/** A stack as a page shows it. */
export interface ShownStack {
  readonly hcl: string;
  readonly cdktf: string;
  /** The security configuration, where the stack has one that is written here. */
  readonly document?: string;
  /** What the terminal prints. */
  readonly finding: string;
  /** The lines that change, where the case has the same stack without the mistake. */
  readonly repair?: string;
}

/** Shows the case of a rule; what it prints comes from the real readers and rules. */
export function shownStack(rule: string, { wrong, right }: StackCase): ShownStack {
  const hcl = writeHcl(wrong);
  const document = documentOf(wrong);
  return {
    hcl,
    cdktf: writeCdktf(wrong),
    ...(document === undefined ? {} : { document }),
    finding: printedFinding(hcl, rule),
    ...(right ? { repair: diff(hcl.split("\n"), writeHcl(right).split("\n")) } : {}),
  };
}

function documentOf({ resource }: Stack): string | undefined {
  const [configuration] = Object.values(resource.aws_emr_security_configuration ?? {});
  const document = configuration?.configuration;
  return typeof document === "object" && document !== null ? JSON.stringify(document, null, 2) : undefined;
}

/** What `emr-encryption lint` prints about the rule, on a terminal of 80 columns without colour. */
export function printedFinding(hcl: string, rule: string): string {
  const folder = mkdtempSync(join(tmpdir(), "emr-encryption-page-"));
  try {
    writeFileSync(join(folder, "main.tf"), `${hcl}\n`);
    const { report } = runLint(["main.tf"], {
      cwd: folder,
      now: new Date("2026-11-23T12:00:00Z"),
      rules: [rule],
      region: "us-east-1",
      allKeys: true,
    });
    const printed = text(report, { colour: false, columns: 80, verbose: true, quiet: true });
    return printed.split("\n\n").slice(0, -1).join("\n\n");
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
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
