import { relative, resolve } from "node:path";
import { groupBy } from "../../formats/group-by";
import { UsageError } from "../errors";
import type { Excerpts } from "../graph/excerpt";
import type { Graph } from "../graph/graph";
import { Budget } from "../model/expressions/budget";
import type { FileAccess } from "../model/terraform/model";
import { packageVersion } from "../package";
import { FILE_LIMITS, GuardedFiles } from "../read/guarded-files";
import { type FoundBundle, type FoundInput, type ReadInput, readAlready } from "../read/input";
import { findInputs } from "../read/read";
import { explainFileError, readNamed } from "../read/refusal";
import type { Finding, Notice, Place, Report, Severity } from "../report/finding";
import { sortableSteps, sortedBy } from "../report/path";
import type { Facts } from "../rows/facts";
import { readCatalogue } from "../rules/catalogue";
import { chooseRules } from "../rules/choose-rules";
import { type Engine, type OwnPolicy, openEngine, packagedRules } from "../rules/engine";
import { PolicyTime } from "../rules/policy-time";
import { policyWasm } from "../rules/wasm-bundle";
import {
  applySettings,
  type Baseline,
  defaultThresholds,
  isOff,
  mergedBaseline,
  readBaseline,
  readSettings,
  renderBaseline,
  type Settings,
  settingsInForce,
} from "../settings";
import { type CheckedInputs, checkAll } from "./check-all";
import type { CheckedInput, RunContext } from "./check-input";
import { checkOptions } from "./check-options";
import { driftOf, type Estate, noEstate, readEstate, staleDeclarations } from "./estate";
import { exitCode, isUnchecked, uncheckedRules } from "./exit-code";
import { grouped } from "./groups";
import type { LintOptions } from "./options";
import { strictness, strictRules } from "./strict-rules";
import { withoutPrivateKeys } from "./without-private-keys";
import { inputFiles, writeProblem, writeReport } from "./write-report";

/** A report and its exit code. */
export interface Run {
  readonly report: Report;
  /** 0 nothing at or above the threshold, 1 findings, 2 an input could not be read. */
  readonly exitCode: 0 | 1 | 2;
  /** From which severity it failed. */
  readonly failOn: Severity | "never";
  /** Pictures of the inputs, where `options.draw` asks for them. */
  readonly graph?: Graph;
  /** The rows that rules see, by input, where `options.facts` asks for them. */
  readonly facts?: readonly { readonly input: string; readonly stack: string; readonly facts: Facts }[];
  /** The lines of the inputs that findings are about, where `options.draw` asks for pictures. */
  readonly excerpts?: Excerpts;
}

/**
 * Checks plans, stacks and bundles. An input that cannot be read does not throw: it is in the report, and the others are checked.
 *
 * @throws UsageError for settings, options or policies that are wrong
 */
export function lint(inputs: readonly string[], options: LintOptions = {}): Report {
  return runLint(inputs, options).report;
}

/**
 * As {@link lint}, with the exit code of the command line.
 *
 * @throws UsageError for settings, options or policies that are wrong
 */
export function runLint(inputs: readonly string[], given: LintOptions = {}): Run {
  const run = prepareRun(inputs, given);
  return finishRun(run, checkAll(run.found, run.runContext, run.estate));
}

/** A run before its inputs are checked. */
export interface PreparedRun {
  readonly inputs: readonly string[];
  readonly found: readonly FoundInput[];
  readonly runContext: RunContext;
  readonly estate: Estate;
  readonly baseline: Baseline | undefined;
  /** The budget for evaluating the inputs. */
  readonly budget: Budget;
  /** The rules of this package. */
  readonly engine: Engine;
}

/**
 * Reads options, settings and policies, and finds the inputs.
 *
 * @throws UsageError for settings, options or policies that are wrong
 */
export function prepareRun(inputs: readonly string[], given: LintOptions): PreparedRun {
  const now = given.now ?? new Date();
  const cwd = resolve(given.cwd ?? process.cwd());
  const catalogue = readCatalogue();
  const files = new GuardedFiles({ cwd, allowOutside: given.allowOutside });
  for (const file of namedFiles(given)) files.admit(resolve(cwd, file));
  const options = checkOptions(given, cwd, files);
  const settings = readSettings({
    file: options.settings,
    none: options.noSettings,
    revision: options.settingsFrom,
    cwd,
    files,
    evaluatedAt: now.getTime(),
    rules: () => catalogue,
  });
  const baseline = openBaselines(cwd, options.baseline, settings.declared ?? files);
  const engine = packagedRules();
  const chosen = chooseRules([...catalogue.keys()], options.rules ?? [], options.skip ?? [], (rule) =>
    isOff(rule, settings),
  );
  const ofUsers = { files, reserved: new Set(catalogue.keys()), time: new PolicyTime() };
  const policies = [
    { engine, catalogue },
    ...(options.policies ?? []).map((file) => ownPolicy(resolve(cwd, file), file, ofUsers)),
  ];
  const missing = missingVariableFiles(options, cwd, files);
  const there = options.varFiles?.filter((file) => !missing.some(({ input }) => input === file));
  const reading = readOptions({ ...options, varFiles: there }, settings, cwd, files);
  const found = [...findInputs(inputs, reading), ...missing];
  reading.budget.allowFor(found.length);
  const beside = distinctBundles(found);
  const draw = options.draw ?? false;
  const runContext: RunContext = { policies, catalogue, chosen, settings, options, cwd, files, now, draw, beside };
  const estate = options.against === undefined ? noEstate : readEstate(options.against, reading);
  return { inputs, found, runContext, estate, baseline, budget: reading.budget, engine };
}

/** Makes the report of the inputs that were checked. */
export function finishRun(run: PreparedRun, { checked, changes, inCode }: CheckedInputs): Run {
  const { inputs, runContext, estate } = run;
  const { options, settings, catalogue, cwd, now } = runContext;
  const failOn = options.failOn ?? settings.failOn ?? "error";
  const unchecked = uncheckedRules(failOn, catalogue);
  const more = [...staleDeclarations(settings, now), ...driftOf(estate, inCode)];
  const report = withoutPastedKeys({
    ...assemble(checked, run, { failOn, unchecked, more }),
    ...(changes.length > 0 && { changes }),
  });
  if (options.writeBaseline !== undefined) writeBaseline(cwd, options.writeBaseline, report, inputFiles(inputs, cwd));
  const strict = strictRules(strictness(options, settings), unchecked, runContext, report);
  return {
    report,
    exitCode: exitCode(report, failOn, strict, unchecked),
    failOn,
    ...(options.draw ? drawingOf(checked, report) : {}),
    ...(options.facts ? { facts: factsOf(checked) } : {}),
  };
}

function readOptions(options: LintOptions, settings: Settings, cwd: string, files: GuardedFiles) {
  return {
    cwd,
    stdin: options.stdin ?? refuseStdin,
    contents: options.contents,
    root: options.root,
    region: options.region ?? settings.known?.region,
    files,
    variableFiles: options.varFiles?.map((file) => ({ path: resolve(cwd, file), shown: file })),
    rootModules: settings.roots?.map(({ path, varFiles }) => ({
      folder: path,
      variableFiles: varFiles.map((file) => ({ path: file, shown: relative(cwd, file) })),
    })),
    budget: new Budget(),
  };
}

/** Missing files of variable values: their variables are unknown, and everything else is checked. */
function missingVariableFiles({ varFiles = [] }: LintOptions, cwd: string, files: GuardedFiles): readonly FoundInput[] {
  return varFiles.flatMap((file) => {
    try {
      files.start(resolve(cwd, file), 1);
      return [];
    } catch (error) {
      const entry: ReadInput = { input: file, stack: "", kind: "configuration", error: explainFileError(error) };
      return [readAlready(file, [entry])];
    }
  });
}

/** Bundles that were found, each under its first name. */
function distinctBundles(found: readonly FoundInput[]): readonly FoundBundle[] {
  const places = new Map<string, FoundBundle>();
  for (const bundle of found.flatMap(({ bundles }) => bundles)) {
    const place = bundle.place ?? bundle.name;
    if (!places.has(place)) places.set(place, bundle);
  }
  return [...places.values()];
}

function factsOf(checked: readonly CheckedInput[]): Run["facts"] {
  return checked.flatMap(({ status: { input, stack }, facts }) => (facts ? [{ input, stack, facts }] : []));
}

function drawingOf(checked: readonly CheckedInput[], report: Report): Pick<Run, "graph" | "excerpts"> {
  const { markGraph } = require("../graph/mark") as typeof import("../graph/mark");
  const drawn = checked.flatMap((each) => each.drawn ?? []);
  return {
    graph: withoutPrivateKeys(markGraph(drawn, report)),
    excerpts: new Map(drawn.flatMap(({ excerpts }) => excerpts)),
  };
}

/** Findings and what was not evaluated never contain private keys, and are most of a large report. */
function withoutPastedKeys({ tool, findings, baseline, notEvaluated, ...rest }: Report): Report {
  return { tool, ...withoutPrivateKeys(rest), findings, baseline, notEvaluated };
}

function assemble(
  checked: readonly CheckedInput[],
  { runContext, baseline, engine }: PreparedRun,
  { failOn, unchecked, more }: { failOn: Severity | "never"; unchecked: ReadonlySet<string>; more: readonly Notice[] },
): Report {
  const { settings, now, cwd, catalogue } = runContext;
  const inputs = checked.map(({ status }) => status);
  const found = checked.flatMap((each) => each.findings);
  const { findings, waived, notices, ...applied } = applySettings(found, {
    settings,
    baseline,
    inputs: inputs.map(({ input }) => input),
    codeWaivers: checked.flatMap((each) => each.waivers),
    evaluatedAt: now.getTime(),
    rules: catalogue,
  });
  const notEvaluated = inOrder(checked.flatMap((each) => each.notEvaluated));
  const count = (severity: Severity) =>
    findings.filter((each) => each.severity === severity && each.change !== "fixed").length;
  return {
    reportVersion: 1,
    tool: {
      name: "emr-encryption",
      version: packageVersion(),
      // Computed by the formats that print it: loading node:crypto takes longer than checking a small input.
      get policySha256() {
        return engine.policySha256;
      },
    },
    evaluatedAt: now.toISOString().replace(".000Z", "Z"),
    inputs,
    findings: grouped(inOrder(findings), inputs),
    settings: settingsInForce(settings, { failOn, rules: catalogue, thresholds: defaultThresholds(), cwd }),
    baseline: inOrder(applied.baseline),
    notices: distinctNotices([
      ...checked.flatMap((each) => each.notices),
      ...notices,
      ...more,
      ...failingWarnings(findings, unchecked),
    ]),
    waived: inOrder(waived),
    notEvaluated,
    summary: {
      error: count("error"),
      warning: count("warning"),
      info: count("info"),
      waived: waived.length,
      baseline: applied.baseline.length,
      notEvaluated: notEvaluated.length,
      checked: inputs.filter(({ status }) => status === "checked").length,
    },
  };
}

function refuseStdin(): Uint8Array {
  throw new UsageError("input '-' is standard input, which is not available here; pass options.stdin");
}

/** Files that options name; inputs and their root are admitted where they are read. */
function namedFiles({ settings, policies, baseline, defaultRoots, varFiles, against }: LintOptions): readonly string[] {
  const single = [settings, defaultRoots, against].filter((file) => typeof file === "string");
  return [...single, ...[baseline ?? []].flat(), ...(policies ?? []), ...(varFiles ?? [])];
}

function ownPolicy(
  path: string,
  file: string,
  { files, ...shared }: { readonly files: GuardedFiles } & Omit<OwnPolicy, "name">,
): RunContext["policies"][number] {
  const name = `--policy '${file}'`;
  const bytes = readNamed(name, () => files.bytes(path, FILE_LIMITS.policy), "invalid-policy");
  return { engine: openEngine(policyWasm(bytes, name), [], { name, ...shared }), catalogue: new Map() };
}

function openBaselines(cwd: string, named: LintOptions["baseline"], files: FileAccess): Baseline | undefined {
  if (named === undefined) return undefined;
  const baselines = [named].flat().map((file) => {
    const bytes = readNamed(`--baseline '${file}'`, () => files.bytes(resolve(cwd, file), FILE_LIMITS.baseline));
    return readBaseline(Buffer.from(bytes).toString("utf8"), file);
  });
  return mergedBaseline(baselines);
}

function writeBaseline(cwd: string, file: string, report: Report, inputs: readonly string[]): void {
  const { findings, baseline } = report;
  const several = new Set(report.inputs.map(({ input }) => input)).size > 1;
  try {
    writeReport(resolve(cwd, file), renderBaseline([...findings, ...baseline], several), inputs);
  } catch (error) {
    throw new UsageError(`--write-baseline '${file}' cannot be written: ${writeProblem(error)}`, "unwritable-output");
  }
}

/** Explains the exit code of a run that no error fails. */
function failingWarnings(findings: readonly Finding[], unchecked: ReadonlySet<string>): Report["notices"] {
  const rules = new Set(findings.flatMap((finding) => (isUnchecked(finding, unchecked) ? finding.rule : [])));
  return [...rules].map((rule) => ({
    kind: "not checked",
    message: `${rule} fails the run although it is a warning: what was not checked must not pass; waive it where that is intended`,
  }));
}

/** Inputs that share a module would repeat its notices. */
function distinctNotices(notices: Report["notices"]): Report["notices"] {
  return [...new Map(notices.map((notice) => [`${notice.kind} ${notice.message}`, notice])).values()];
}

/** Entries in the order of a report: by input, address, rule and path. Each input is sorted alone, so that few keys are in memory. */
function inOrder<T extends Place & { readonly rule: string }>(entries: readonly T[]): readonly T[] {
  const inputs = groupBy(entries, ({ input, stack }) => `${input}\0${stack}`);
  const place = ({ address, within, rule, path }: T) => [address, within, rule, ...sortableSteps(path)];
  return sortedBy([...inputs], ([key]) => [key]).flatMap(([, group]) => sortedBy(group, place));
}
