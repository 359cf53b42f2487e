import { writeFileSync } from "node:fs";
import { AnnotationMetadataEntryType, App, TerraformStack } from "cdktf";
import type { Finding, Format, LintOptions, NotEvaluated, Report } from "../linter";
import { type Arguments, checkArguments, flag, group, oneOf, path, text } from "./arguments";

/** Files to write a report to, by format. */
export interface PolicyCheckReports extends Readonly<Partial<Record<Format, string>>> {}

/** Arguments of {@link PolicyCheck}; they are those of `emr-encryption lint`. */
export interface PolicyCheckConfig {
  /**
   * Name of the environment. Every environment except `development` is treated as production.
   *
   * @default - from the settings, else the tag `Environment`, else `production`
   */
  readonly environment?: string;

  /**
   * Severity from which a finding fails the synthesis; others become warnings.
   *
   * @default "error", or the value of the settings
   */
  readonly failOn?: LintOptions["failOn"];

  /**
   * Whether a rule that could not be evaluated fails the synthesis.
   *
   * @default false
   */
  readonly strict?: boolean;

  /**
   * Settings file of the linter.
   *
   * @default - `emr-encryption.config.{json,yaml,yml}` in the current folder or above
   */
  readonly settings?: string;

  /**
   * File of known findings, which do not fail the synthesis; `emr-encryption lint --write-baseline` writes it.
   *
   * @default - none
   */
  readonly baseline?: string;

  /**
   * Files to write the report to, by format: `{ sarif: "emr-encryption.sarif", markdown: "report.md" }`.
   *
   * @default - none
   */
  readonly reports?: PolicyCheckReports;
}

const checkArgumentsOf: Arguments<PolicyCheckConfig> = {
  environment: text,
  failOn: oneOf("info", "warning", "error", "never"),
  strict: flag,
  settings: text,
  baseline: text,
  reports: group,
};
const reportArguments: Arguments<PolicyCheckReports> = {
  text: path,
  json: path,
  sarif: path,
  junit: path,
  github: path,
  gitlab: path,
  markdown: path,
  html: path,
};

/**
 * Evaluates the linter's rules for every stack during `cdktf synth`. A finding becomes an annotation of the construct that it is about,
 * `ERROR [path/of/construct] rule.id: …`, and fails the synthesis. Waivers that do not apply, and the number of rules that could not be evaluated,
 * are printed as well.
 *
 * @example
 * PolicyCheck.of(app, { strict: true, reports: { sarif: "emr-encryption.sarif" } });
 */
export const PolicyCheck = {
  /**
   * Checks all stacks of an app whenever it is synthesized. Call it once, before or after the stacks are created. Stacks of an app that skips
   * validation are checked as well.
   *
   * @throws Error for anything other than an app
   */
  of(app: App, config: PolicyCheckConfig = {}): void {
    if (!App.isApp(app))
      throw new Error(
        "the first argument of PolicyCheck.of is not an App; pass the app whose stacks are to be checked",
      );
    checkArguments("PolicyCheck", config, checkArgumentsOf);
    checkArguments("PolicyCheck: reports", config.reports ?? {}, reportArguments);
    if (checkedApps.has(app)) throw new Error("PolicyCheck.of was called for this app already; call it once");
    checkedApps.add(app);
    // Not a validation: cdktf would leave it out where an app skips those, and suggest to skip them for a finding.
    const synth = app.synth.bind(app);
    app.synth = () => {
      synth();
      checkAll(app, config);
    };
  },
};

const checkedApps = new WeakSet<App>();

type Annotation = ReturnType<App["manifest"]["forStack"]>["annotations"][number];

/** Set by the cdktf command, which prints the annotations of the manifest itself and then fails. */
const byCommand = () => process.env.CDKTF_CONTINUE_SYNTH_ON_ERROR_ANNOTATIONS !== undefined;

/** @throws Error for findings that fail the synthesis, unless the cdktf command prints them, and for a stack that cannot be read. */
function checkAll(app: App, config: PolicyCheckConfig): void {
  const stacks = app.node.findAll().filter((each): each is TerraformStack => TerraformStack.isStack(each));
  const [first] = stacks;
  if (!first) return;
  // Loaded here, so that nothing of the linter loads unless a check is asked for.
  const { reporter, runLint }: typeof import("../linter") = require("../linter");
  const { reports = {}, ...options } = config;
  const { report, failOn } = checked(() => runLint([app.outdir], options));
  for (const { stack, error, incomplete } of report.inputs) {
    if (error !== undefined) throw new Error(`${stack}: the policy check cannot read this stack: ${error}`);
    if (incomplete !== undefined)
      throw new Error(`${stack}: the policy check read this stack only in part: ${incomplete}`);
  }
  for (const [format, file] of Object.entries<string>({ ...reports })) {
    const style = { colour: false, columns: 120, quiet: false, verbose: false };
    const text = reporter(format as Format)(report, style);
    try {
      writeFileSync(file, text);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      throw new Error(
        `PolicyCheck: reports.${format} is '${file}', which cannot be written (${code}); write another path`,
      );
    }
  }
  const annotations = [
    ...report.findings.map((finding) => annotation(finding, failOn)),
    ...notes(report, config.strict ?? false, failOn !== "never").map((note) => ({ ...note, stack: first.node.id })),
  ];
  for (const { stack, ...each } of annotations) app.manifest.stacks[stack]?.annotations.push(each);
  app.manifest.writeToFile();
  if (byCommand()) return;
  const line = ({ level, constructPath, message }: Annotation) => `${words[level]} [${constructPath}] ${message}`;
  const failing = annotations.filter(({ level }) => level === AnnotationMetadataEntryType.ERROR);
  const warnings = annotations.filter(({ level }) => level === AnnotationMetadataEntryType.WARN);
  if (warnings.length > 0) console.warn(warnings.map(line).join("\n"));
  if (failing.length > 0) throw new Error(`the policy check fails:\n${failing.map(line).join("\n")}`);
}

/** @throws Error for an argument that the linter refuses, by its name here */
function checked<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw new Error(`PolicyCheck: ${(error as Error).message.replace(/^--/, "")}`);
  }
}

const words = {
  [AnnotationMetadataEntryType.INFO]: "INFO",
  [AnnotationMetadataEntryType.WARN]: "WARNING",
  [AnnotationMetadataEntryType.ERROR]: "ERROR",
} as const;

const weights = { info: 0, warning: 1, error: 2, never: 3 } as const;

function annotation(finding: Finding, failOn: keyof typeof weights): Annotation & { readonly stack: string } {
  const { rule, severity, message, remedy, within, construct, stack } = finding;
  const place = within === "" || message.startsWith(within) ? "" : `${within}: `;
  const light = severity === "info" ? AnnotationMetadataEntryType.INFO : AnnotationMetadataEntryType.WARN;
  return {
    stack,
    constructPath: construct ?? stack,
    level: weights[severity] >= weights[failOn] ? AnnotationMetadataEntryType.ERROR : light,
    message: `${rule}: ${place}${message}. ${remedy}`,
    stacktrace: [],
  };
}

/** Waivers and settings that do not apply, and what was not evaluated. */
function notes({ notices, notEvaluated }: Report, strict: boolean, mayFail: boolean): readonly Annotation[] {
  const note = (level: AnnotationMetadataEntryType, message: string): Annotation => ({
    constructPath: "PolicyCheck",
    level,
    message,
    stacktrace: [],
  });
  const malformed = mayFail ? AnnotationMetadataEntryType.ERROR : AnnotationMetadataEntryType.WARN;
  const open = strict ? AnnotationMetadataEntryType.ERROR : AnnotationMetadataEntryType.WARN;
  return [
    ...notices.map(({ kind, message }) =>
      // A waiver in the code that cannot apply is a mistake in the code.
      note(kind === "malformed waiver" ? malformed : AnnotationMetadataEntryType.WARN, message),
    ),
    ...(notEvaluated.length === 0 ? [] : [note(open, openRules(notEvaluated))]),
  ];
}

const mostReasons = 3;

/** How many rules were not evaluated, with the most frequent reasons. */
function openRules(notEvaluated: readonly NotEvaluated[]): string {
  const reasons = new Map<string, number>();
  for (const { reason, resolveWith } of notEvaluated) {
    const key = resolveWith === "" ? reason : `${reason}; ${resolveWith}`;
    reasons.set(key, (reasons.get(key) ?? 0) + 1);
  }
  const ranked = [...reasons].sort(([, one], [, other]) => other - one);
  const shown = ranked.slice(0, mostReasons).map(([reason, count]) => `${count} × ${reason}`);
  const more = ranked.length > mostReasons ? `; and ${ranked.length - mostReasons} more reasons` : "";
  const count = notEvaluated.length === 1 ? "1 check was" : `${notEvaluated.length} checks were`;
  return `${count} not evaluated: ${shown.join("; ")}${more}`;
}
