import { join } from "node:path";
import { AnnotationMetadataEntryType, type App, TerraformStack } from "cdktf";
import type { Finding, LintOptions } from "../linter";

/** How a {@link PolicyCheck} judges. */
export interface PolicyCheckConfig {
  /**
   * Anything but `development` is judged as production.
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

/**
 * Runs the linter's rules over every stack inside `cdktf synth`. A finding becomes an annotation of the construct that it is
 * about: `ERROR [path/of/construct] rule.id: …`, and the synthesis fails.
 */
export const PolicyCheck = {
  /** Checks all stacks of an app; call it once, before or after the stacks are made. An app that skips validation skips this. */
  of(app: App, config: PolicyCheckConfig = {}): void {
    // cdktf validates the app when all stacks and assets are written, and the manifest is not yet.
    app.node.addValidation({
      validate: () =>
        app.node
          .findAll()
          .filter(TerraformStack.isStack)
          .flatMap((stack) => check(app, stack, config)),
    });
  },
};

type Annotation = ReturnType<App["manifest"]["forStack"]>["annotations"][number];

/** Set by the cdktf command, which prints the manifest's annotations itself and then fails. */
const byCommand = () => process.env.CDKTF_CONTINUE_SYNTH_ON_ERROR_ANNOTATIONS !== undefined;

function check(app: App, stack: TerraformStack, config: PolicyCheckConfig): string[] {
  // Loaded here, so that nothing of the linter loads where no check is asked for.
  const { runLint }: typeof import("../linter") = require("../linter");
  const entry = app.manifest.forStack(stack);
  const { report, failOn } = runLint([join(app.outdir, entry.synthesizedStackPath)], config);
  const unreadable = report.inputs.find(({ error }) => error !== undefined);
  if (unreadable) return [`[${stack.node.path}] policy check: ${unreadable.error}`];
  const annotations = report.findings.map((finding) => annotation(stack, finding, failOn));
  entry.annotations.push(...annotations);
  if (byCommand()) return [];
  const failing = annotations.filter(({ level }) => level === AnnotationMetadataEntryType.ERROR);
  return failing.map(({ constructPath, message }) => `[${constructPath}] ${message}`);
}

const weights = { info: 0, warning: 1, error: 2, never: 3 } as const;

function annotation(stack: TerraformStack, finding: Finding, failOn: keyof typeof weights): Annotation {
  const { rule, severity, message, remedy, within, construct } = finding;
  const place = within === "" ? "" : `${within}: `;
  const light = severity === "info" ? AnnotationMetadataEntryType.INFO : AnnotationMetadataEntryType.WARN;
  return {
    constructPath: construct ?? stack.node.path,
    level: weights[severity] >= weights[failOn] ? AnnotationMetadataEntryType.ERROR : light,
    message: `${rule}: ${place}${message}. ${remedy}`,
    stacktrace: [],
  };
}
