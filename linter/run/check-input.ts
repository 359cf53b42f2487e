import { createHash } from "node:crypto";
import { relative } from "node:path";
import { UsageError } from "../errors";
import { buildFacts } from "../facts/build-facts";
import type { LintContext } from "../facts/lint-context";
import type { DrawnInput } from "../graph/mark";
import { formerModel } from "../model/terraform/former";
import type { Model } from "../model/terraform/model";
import { ofType } from "../model/terraform/of-type";
import type { GuardedFiles } from "../read/guarded-files";
import type { FoundBundle, ReadInput } from "../read/input";
import { UNFETCHED } from "../read/lfs-pointer";
import { Refusal } from "../read/refusal";
import type { Finding, InputStatus, NotEvaluated, Notice, Place, Severity } from "../report/finding";
import type { Facts } from "../rows/facts";
import { docsPage, type RuleInfo, textOf } from "../rules/catalogue";
import type { Engine, Violation } from "../rules/engine";
import { sharedText } from "../rules/shared-text";
import { fill, plainParams } from "../rules/template";
import {
  defaultThresholds,
  environmentOf,
  longestWaiverDays,
  type Settings,
  type StandingWaiver,
  waiversInCode,
  waiversInComments,
} from "../settings";
import { notEvaluatedAt } from "./not-evaluated";
import type { LintOptions } from "./options";
import { places, rowsOf } from "./places";
import { serviceNotices } from "./service-notices";
import { isRequired, notHere, optionalModules, sourceNotices } from "./source-notices";
import { appliesTo, rulesBehind, unlistedRules } from "./unlisted-rules";
import { withoutPrivateKeys } from "./without-private-keys";

/** What checking needs besides the input. */
export interface RunContext {
  readonly policies: readonly { readonly engine: Engine; readonly catalogue: ReadonlyMap<string, RuleInfo> }[];
  /** The rules of this package. */
  readonly catalogue: ReadonlyMap<string, RuleInfo>;
  /** Rules that are reported; rules of users always are. */
  readonly chosen: ReadonlySet<string>;
  readonly settings: Settings;
  readonly options: LintOptions;
  readonly cwd: string;
  readonly files: GuardedFiles;
  readonly now: Date;
  /** Bundles among the inputs. */
  readonly beside: readonly FoundBundle[];
  /** Whether each input is drawn as well. */
  readonly draw: boolean;
}

/** One input, checked. */
export interface CheckedInput {
  readonly status: InputStatus;
  readonly findings: readonly Finding[];
  readonly notEvaluated: readonly NotEvaluated[];
  /** Waivers that are in the code of the stack. */
  readonly waivers: readonly StandingWaiver[];
  readonly notices: readonly Notice[];
  /** Bundles of this machine that were checked with resources of the input. */
  readonly delivered: readonly { readonly place: string; readonly address: string }[];
  /** The input's picture, where pictures are asked for. */
  readonly drawn?: DrawnInput;
  /** The rows that rules see, where they are asked for. */
  readonly facts?: Facts;
}

const defaultEnvironment = { name: "production", from: "default" };
const nothing = { findings: [], notEvaluated: [], waivers: [], notices: [], delivered: [] };

/** A bundle that resources of the run deliver: its findings are reported at these. */
export function checkedWith(
  read: ReadInput,
  by: readonly Pick<Place, "input" | "stack" | "address">[],
  runContext: RunContext,
): CheckedInput {
  const { input, stack, kind } = read;
  const environment = environmentOfInput(read, runContext);
  return { status: { input, stack, kind, status: "checked", environment, checkedWith: by }, ...nothing };
}

/** Checks one input: builds facts, evaluates rules, and writes the findings. */
export function checkInput(read: ReadInput, runContext: RunContext): CheckedInput {
  if (read.error !== undefined) return unreadable(read, read.error);
  // What was not read before is in the report already.
  takeUnfetched(runContext);
  try {
    return checkReadable(read, runContext);
  } catch (error) {
    return refused(read, error);
  }
}

/** The entry of an input for an error in checking it. */
export function refused(read: ReadInput, error: unknown): CheckedInput {
  // Large plans are parsed lazily, so a fault may show only now.
  if (error instanceof Refusal) return unreadable(read, error.message);
  if (error instanceof UsageError) throw error;
  const depth = error instanceof RangeError ? "it is nested too deeply, or is too large" : undefined;
  return unreadable(read, depth ?? "checking it failed; this is a fault of emr-encryption, please report it");
}

function unreadable({ input, stack, kind }: ReadInput, error: string): CheckedInput {
  return { status: { input, stack, kind, status: "unreadable", error, environment: defaultEnvironment }, ...nothing };
}

function checkReadable(read: ReadInput, runContext: RunContext): CheckedInput {
  const { input, stack, kind } = read;
  const { settings, options, now, cwd, beside, files } = runContext;
  const environment = environmentOfInput(read, runContext);
  const lintContext: LintContext = {
    now,
    environment,
    thresholds: { ...defaultThresholds(), ...settings.thresholds },
    settings,
    options,
    cwd,
    beside,
    files,
  };
  const after = findingsOf(read, lintContext, runContext);
  const findings =
    options.changed && read.model ? compared(read.model, after, lintContext, runContext) : after.findings;
  // The stack of a plan without findings is not read.
  const asked = findings.length > 0 || kind !== "plan";
  const carrier = { input, stack, planned: kind === "plan" };
  const limits = {
    locked: settings.locked,
    rules: runContext.catalogue,
    evaluatedAt: now.getTime(),
    longestDays: settings.longestWaiverDays ?? longestWaiverDays,
  };
  const inCode = waiversInCode((asked && read.model?.metadata) || null, carrier, limits);
  const comments = (asked && read.model?.sourceWaivers) || [];
  const inComments = read.model ? waiversInComments(comments, read.model, limits) : { waivers: [], notices: [] };
  return {
    status: { input, stack, kind, environment, ...extentOf(read, after.rows, runContext) },
    findings,
    notEvaluated: [
      ...after.notEvaluated,
      ...withoutPrivateKeys(unlistedRules(read, runContext.catalogue, runContext.chosen)),
    ],
    delivered: after.delivered,
    ...(after.drawn ? { drawn: after.drawn } : {}),
    ...(options.facts ? { facts: withoutPrivateKeys(after.facts) } : {}),
    waivers: [...inCode.waivers, ...inComments.waivers],
    notices: [
      ...inCode.notices,
      ...inComments.notices,
      ...sourceNotices(read),
      ...(read.notices ?? []),
      ...serviceNotices(read),
    ],
  };
}

/** How much of an input was checked. It is empty only if all of it was read. */
function extentOf(
  read: ReadInput,
  rows: number,
  runContext: RunContext,
): Pick<InputStatus, "status" | "incomplete" | "modulesNotRead"> {
  const incomplete = incompleteness(read, runContext);
  const unread = optionalModules(read.model).length;
  return {
    status: rows === 0 && !read.gaps?.length && incomplete === undefined ? "empty" : "checked",
    ...(incomplete !== undefined && { incomplete }),
    ...(unread > 0 && { modulesNotRead: unread }),
  };
}

/** Why only a part of an input was checked; undefined if all of it was. A limit shows only while the input is checked. */
function incompleteness({ model, incomplete }: ReadInput, runContext: RunContext): string | undefined {
  const { options, settings } = runContext;
  const { limit, declined = limit && `the limit is ${limit}`, missingModules = [] } = model ?? {};
  const isStrict = (options.strict ?? settings.strict) === true;
  const missing = missingModules.filter((module) => isStrict || isRequired(module));
  const reasons = [
    incomplete,
    // A pointer of Git LFS is reported with the name of its file.
    declined?.endsWith(UNFETCHED) ? undefined : declined,
    missing.length > 0 ? notHere(missing) : undefined,
    ...takeUnfetched(runContext).map((file) => `${relative(runContext.cwd, file) || file}: ${UNFETCHED}`),
  ];
  const known = reasons.filter((reason) => reason !== undefined);
  return known.length > 0 ? known.join("; ") : undefined;
}

/** The files that checking an input needed, and that Git LFS has not fetched. */
function takeUnfetched({ files, settings }: RunContext): readonly string[] {
  return [...files.takeUnfetched(), ...(settings.declared?.takeUnfetched?.() ?? [])];
}

function environmentOfInput({ model }: ReadInput, { settings, options }: RunContext): InputStatus["environment"] {
  if (model) return environmentOf(model, settings, options.environment);
  if (options.environment !== undefined) return { name: options.environment, from: "flag" };
  return settings.environment === undefined ? defaultEnvironment : { name: settings.environment, from: "settings" };
}

interface Found {
  readonly facts: Facts;
  readonly rows: number;
  readonly findings: readonly Finding[];
  readonly notEvaluated: readonly NotEvaluated[];
  readonly delivered: CheckedInput["delivered"];
  readonly drawn?: DrawnInput;
}

function findingsOf(input: ReadInput, lintContext: LintContext, runContext: RunContext): Found {
  const { policies, chosen, draw, options } = runContext;
  const read = input.model ? { ...input, model: withStartedClusters(input.model) } : input;
  const { facts, delivered, hidden } = buildFacts(read, lintContext);
  const placed = places(read, facts);
  const findings: Finding[] = [];
  const rows: string[] = [];
  const notEvaluated: NotEvaluated[] = [];
  for (const { engine, catalogue } of policies) {
    const { violated, unknown } = engine.evaluate(facts);
    const reported = ({ rule }: { readonly rule: string }) =>
      !catalogue.has(rule) || (chosen.has(rule) && appliesTo(rule, input.kind));
    for (const violation of violated.filter(reported)) {
      findings.push(withoutPrivateKeys(asWritten(read, finding(violation, placed(violation), catalogue))));
      rows.push(violation.id);
    }
    for (const verdict of unknown.filter(reported)) {
      notEvaluated.push(...withoutPrivateKeys(notEvaluatedAt(placed(verdict), verdict, catalogue.get(verdict.rule))));
    }
  }
  if (hidden) notEvaluated.push(...withoutPrivateKeys(rulesBehind(hidden, read, runContext)));
  const named = needsFingerprints(options) ? distinguished(findings) : findings;
  return {
    facts,
    rows: rowsOf(facts).length,
    findings: named,
    notEvaluated,
    delivered,
    ...(draw ? { drawn: drawnInput(read, facts, named, rows, lintContext, runContext) } : {}),
  };
}

/** The code that draws pictures is loaded only if one is requested. */
function drawnInput(
  read: ReadInput,
  facts: Facts,
  findings: readonly Finding[],
  rows: readonly string[],
  { settings }: LintContext,
  { files, cwd }: RunContext,
): DrawnInput {
  const { drawInput } = require("../graph/build") as typeof import("../graph/build");
  const { excerptsOf } = require("../graph/excerpt") as typeof import("../graph/excerpt");
  const { SourceExcerpts } = require("../graph/source-excerpt") as typeof import("../graph/source-excerpt");
  const byFingerprint = new Map(findings.map(({ fingerprint }, index) => [fingerprint, rows[index] ?? ""]));
  return {
    draft: drawInput(read, facts, settings),
    rows: byFingerprint,
    excerpts: withoutPrivateKeys(excerptsOf(read.model, findings, new SourceExcerpts(files, cwd))),
  };
}

/** Findings of a plan, split by whether they existed before it, and those that it removes. A rule that is not evaluated is never removed. */
function compared(
  model: Model,
  { findings, notEvaluated }: Found,
  lintContext: LintContext,
  runContext: RunContext,
): readonly Finding[] {
  const { input, stack } = model;
  const former = findingsOf(
    { input, stack, kind: model.kind, model: formerModel(model) },
    lintContext,
    runContext,
  ).findings;
  const known = new Set(former.map(({ fingerprint }) => fingerprint));
  const left = new Set(findings.map(({ fingerprint }) => fingerprint));
  const open = new Set(notEvaluated.map(({ rule, address }) => `${rule} ${address}`));
  return [
    ...findings.map((each) => ({
      ...each,
      change: known.has(each.fingerprint) ? ("existing" as const) : ("introduced" as const),
    })),
    ...former
      .filter(({ fingerprint, rule, address }) => !left.has(fingerprint) && !open.has(`${rule} ${address}`))
      .map((each) => ({ ...each, change: "fixed" as const })),
  ];
}

/** The code that reads documents which start clusters is loaded only if there may be some. */
function withStartedClusters(model: Model): Model {
  if (ofType(model, "aws_sfn_state_machine", "aws_scheduler_schedule").length === 0) return model;
  const { withJobFlows } =
    require("../facts/cluster/started-clusters") as typeof import("../facts/cluster/started-clusters");
  return withJobFlows(model);
}

function finding(violation: Violation, place: Place, catalogue: ReadonlyMap<string, RuleInfo>): Finding {
  const { rule, variant } = violation;
  const info = catalogue.get(rule);
  const { severity, message, remedy } = info ? textOf(info, variant) : ownText(violation);
  const params = plainParams(violation.params);
  return {
    ...place,
    rule,
    severity,
    ...(variant === undefined ? {} : { variant }),
    message: fill(message, params),
    remedy: fill(remedy, params),
    params,
    sources: info?.sources.map(({ url }) => url) ?? [],
    docs: info ? sharedText(docsPage(rule)) : "",
    fingerprint: "",
  };
}

/** A finding in a text that a plan does not contain names the place where the text was read. */
function asWritten({ model }: ReadInput, found: Finding): Finding {
  const { address, path, message, file, line } = found;
  const [argument] = path;
  if (model?.kind !== "plan" || typeof argument !== "string" || file === undefined) return found;
  const isRead = model.at(address)?.readFrom?.(argument) !== undefined;
  return isRead ? { ...found, message: `${message} (as written in ${file}:${line})`, asWritten: true } : found;
}

function ownText({ severity, message, title, remedy, rule }: Violation): {
  readonly severity: Severity;
  readonly message: string;
  readonly remedy: string;
} {
  return { severity: severity ?? "error", message: message ?? title ?? rule, remedy: remedy ?? "" };
}

/** Pictures, baselines and `--changed` find findings by their fingerprints, whatever the report needs. */
function needsFingerprints({ fingerprints = true, draw, changed, baseline, writeBaseline }: LintOptions): boolean {
  return fingerprints || draw === true || changed === true || (baseline ?? writeBaseline) !== undefined;
}

/** Gives each finding its fingerprint; a number distinguishes those that nothing else does. */
function distinguished(findings: readonly Finding[]): readonly Finding[] {
  const seen = new Map<string, number>();
  return findings.map((finding) => {
    const { rule, stack, address, within, path, variant = "" } = finding;
    const key = JSON.stringify([rule, stack, address, within, path, variant]);
    const ordinal = seen.get(key) ?? 0;
    seen.set(key, ordinal + 1);
    const text = ordinal === 0 ? key : `${key}${ordinal}`;
    return { ...finding, fingerprint: createHash("sha256").update(text).digest("hex").slice(0, 32) };
  });
}
