import { AnnotationMetadataEntryType, App, TerraformStack } from "cdktf";
import type { Finding, LintOptions } from "../linter";
import { type Arguments, checkArguments, oneOf, text } from "./arguments";

/** How a {@link PolicyCheck} checks. */
export interface PolicyCheckConfig {
  /**
   * Anything but `development` is checked as production.
   *
   * @default - from the settings, else the tag `Environment`, else `production`
   */
  readonly environment?: string;
  /**
   * From which severity a finding fails the synthesis; lighter ones are warnings.
   *
   * @default "error", or what the settings say
   */
  readonly failOn?: LintOptions["failOn"];
  /**
   * Settings file of the linter.
   *
   * @default - `emr-encryption.config.{json,yaml,yml}` in the current folder or above
   */
  readonly settings?: string;
}

const checkArgumentsOf: Arguments<PolicyCheckConfig> = {
  environment: text,
  failOn: oneOf("info", "warning", "error", "never"),
  settings: text,
};

/**
 * Runs the linter's rules over every stack inside `cdktf synth`. A finding becomes an annotation of the construct that it is
 * about: `ERROR [path/of/construct] rule.id: …`, and the synthesis fails.
 */
export const PolicyCheck = {
  /**
   * Checks all stacks of an app whenever it is synthesized; call it once, before or after the stacks are made. An app that skips validation is
   * checked all the same.
   */
  of(app: App, config: PolicyCheckConfig = {}): void {
    if (!App.isApp(app))
      throw new Error("the first argument of PolicyCheck.of is no App; give the app whose stacks are to be checked");
    checkArguments("PolicyCheck", config, checkArgumentsOf);
    // Not a validation: cdktf would leave it out where an app skips those, and tell people to skip them where it finds something.
    const synth = app.synth.bind(app);
    app.synth = () => {
      synth();
      checkAll(app, config);
    };
  },
};

type Annotation = ReturnType<App["manifest"]["forStack"]>["annotations"][number];

/** Set by the cdktf command, which prints the manifest's annotations itself and then fails. */
const byCommand = () => process.env.CDKTF_CONTINUE_SYNTH_ON_ERROR_ANNOTATIONS !== undefined;

/** @throws Error for findings that fail the synthesis, unless the cdktf command tells them, and for a stack that cannot be checked. */
function checkAll(app: App, config: PolicyCheckConfig): void {
  if (!app.node.findAll().some(TerraformStack.isStack)) return;
  // Loaded here, so that nothing of the linter loads where no check is asked for.
  const { runLint }: typeof import("../linter") = require("../linter");
  const { report, failOn } = runLint([app.outdir], config);
  const unreadable = report.inputs.find(({ error }) => error !== undefined);
  if (unreadable) throw new Error(`${unreadable.stack}: the policy check cannot check this stack: ${unreadable.error}`);
  const annotations = report.findings.map((finding) => annotation(finding, failOn));
  report.findings.forEach(({ stack }, index) => {
    app.manifest.stacks[stack]?.annotations.push(annotations[index] as Annotation);
  });
  app.manifest.writeToFile();
  const failing = annotations.filter(({ level }) => level === AnnotationMetadataEntryType.ERROR);
  if (failing.length === 0 || byCommand()) return;
  const lines = failing.map(({ constructPath, message }) => `ERROR [${constructPath}] ${message}`);
  throw new Error(`the policy check fails:\n${lines.join("\n")}`);
}

const weights = { info: 0, warning: 1, error: 2, never: 3 } as const;

function annotation(finding: Finding, failOn: keyof typeof weights): Annotation {
  const { rule, severity, message, remedy, within, construct, stack } = finding;
  const place = within === "" ? "" : `${within}: `;
  const light = severity === "info" ? AnnotationMetadataEntryType.INFO : AnnotationMetadataEntryType.WARN;
  return {
    constructPath: construct ?? stack,
    level: weights[severity] >= weights[failOn] ? AnnotationMetadataEntryType.ERROR : light,
    message: `${rule}: ${place}${message}. ${remedy}`,
    stacktrace: [],
  };
}
