import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { main } from "../../cli/main";
import type { Report } from "../../linter/report/finding";
import { runLint } from "../../linter/run/lint";
import { type BundleCase, bundle, root, zipOf } from "../../test/support/rules/bundle-kit";
import { printedFinding } from "./shown-stack";
import { writeCdktf } from "./write-cdktf";
import { writeHcl } from "./write-hcl";

/** A bundle as a page shows it. */
export interface ShownBundle {
  /** The stack that uploads it, where the mistake is one only there. */
  readonly hcl?: string;
  readonly cdktf?: string;
  /** What `certs inspect` prints. */
  readonly inspected: string;
  /** What the terminal prints. */
  readonly finding: string;
  /** The commands of the repair. */
  readonly repair: string;
  /** What `certs inspect` prints after it. */
  readonly repaired: string;
}

const now = "2026-11-23T12:00:00Z";

/** Shows the case of a rule; what it prints comes from the real readers and rules. */
export async function shownBundle(rule: string, shown: BundleCase): Promise<ShownBundle> {
  const { stack, repair, wrong, right = bundle() } = shown;
  return {
    ...(stack ? { hcl: writeHcl(stack), cdktf: writeCdktf(stack) } : {}),
    inspected: await inspected(zipOf(wrong)),
    finding: printedFinding(rule, bundleReport(rule, shown, wrong)),
    repair: repair.join("\n"),
    repaired: await inspected(zipOf(right)),
  };
}

/** The report of a bundle, alone or with the stack that uploads it. */
export function bundleReport(rule: string, shown: BundleCase, files: BundleCase["wrong"] = bundle()): Report {
  return inFolder((cwd) => {
    writeFileSync(join(cwd, "certs.zip"), zipOf(files));
    writeFileSync(join(cwd, "public-root.pem"), root.pem);
    if (shown.stack) writeFileSync(join(cwd, "main.tf"), `${writeHcl(shown.stack)}\n`);
    return runLint([shown.stack ? "main.tf" : "certs.zip"], {
      cwd,
      now: new Date(now),
      rules: [rule],
      region: "us-east-1",
      ...shown.options,
    }).report;
  });
}

async function inspected(zip: Uint8Array): Promise<string> {
  const cwd = mkdtempSync(join(tmpdir(), "emr-encryption-page-"));
  try {
    writeFileSync(join(cwd, "certs.zip"), zip);
    let told = "";
    const print = (line: string) => {
      told += line;
    };
    const terminal = {
      out: print,
      err: print,
      stdin: () => new Uint8Array(),
      cwd,
      env: {},
      colour: false,
      columns: 80,
    };
    await main(["certs", "inspect", "certs.zip", "--now", now], { ...terminal, exitCode: 0 });
    return told.trimEnd();
  } finally {
    rmSync(cwd, { recursive: true, force: true });
  }
}

function inFolder<T>(work: (cwd: string) => T): T {
  const cwd = mkdtempSync(join(tmpdir(), "emr-encryption-page-"));
  try {
    return work(cwd);
  } finally {
    rmSync(cwd, { recursive: true, force: true });
  }
}
