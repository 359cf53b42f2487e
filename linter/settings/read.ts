import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { nearestName } from "../../formats/nearest";
import { UsageError } from "../errors";
import { packageFolder } from "../package";
import type { GuardedFiles } from "../read/guarded-files";
import type { Thresholds } from "../rows/facts";
import { findSettingsFile, type ParsedFile, parseSettingsFile } from "./file";
import { type Defaults, mergeLocked } from "./locks";
import {
  type Declarations,
  noSettings,
  type RootModule,
  type RuleSeverities,
  type Settings,
  type StandingWaiver,
} from "./settings";

/** Days of a year, a leap one too. */
/** Days from now beyond which no waiver may run, where nobody has set others. */
export const longestWaiverDays = 366;
const dayMilliseconds = 86_400_000;

export interface ReadSettingsOptions {
  /**
   * The file to read.
   * @default - the settings file of `cwd` or of the nearest folder above it, if there is one
   */
  readonly file?: string;
  readonly cwd: string;
  readonly files: GuardedFiles;
  /** When the run checks, in milliseconds since 1970: waivers may run for a year from then. */
  readonly evaluatedAt: number;
  /** Asked for only where there is a settings file. */
  readonly rules: () => RuleSeverities;
}

/**
 * Reads the settings, with all that they extend.
 * @throws UsageError with file, line (of YAML) and path: unknown keys and rules, days that are none, waivers without an end
 * or with one too far away, a file that is missing or extends itself
 */
export function readSettings({ file, cwd, files, evaluatedAt, rules }: ReadSettingsOptions): Settings {
  const found = file === undefined ? findSettingsFile(cwd, files) : resolve(cwd, file);
  if (found === undefined) return noSettings;
  const defaults = { severities: rules(), thresholds: defaultThresholds() };
  const settings = readChain(found, [], { cwd, files, defaults });
  requireSoon(settings, evaluatedAt);
  return settings;
}

/** Limits that hold where nobody has set others. */
export function defaultThresholds(): Thresholds {
  return JSON.parse(readFileSync(join(packageFolder(), "policies/settings/thresholds.json"), "utf8"));
}

interface Reading {
  readonly cwd: string;
  readonly files: GuardedFiles;
  readonly defaults: Defaults;
}

function readChain(file: string, below: readonly string[], reading: Reading): Settings {
  const { cwd, files, defaults } = reading;
  if (below.includes(file)) throw new UsageError(`${[...below, file].join(" extends ")}: a file cannot extend itself`);
  const parsed = parseSettingsFile(file, cwd, files);
  requireRules(parsed, defaults);
  const bases = (parsed.content.extends ?? []).map((name, index) =>
    readChain(extendedFile(name, parsed, index), [...below, file], reading),
  );
  return [...bases, ownSettings(parsed)].reduce((base, over) => mergeLocked(over, base, defaults), noSettings);
}

function extendedFile(name: string, { file, place }: ParsedFile, index: number): string {
  if (name.startsWith(".") || name.startsWith("/")) return resolve(dirname(file), name);
  try {
    return createRequire(file).resolve(name);
  } catch {
    return place
      .at("extends")
      .at(index)
      .fail(
        `is '${name}', which is not installed; a path starts with ./, anything else is package/file of node_modules`,
      );
  }
}

function ownSettings({ file, content, place }: ParsedFile): Settings {
  const { $schema: _, extends: __, waivers = [], locked = [], known, roots, ...rest } = content;
  return {
    ...rest,
    ...(known ? { known: absolute(known, dirname(file)) } : {}),
    ...(roots ? { roots: roots.map((root) => absoluteRoot(root, dirname(file))) } : {}),
    files: [file],
    waivers: waivers.map((waiver, index) => standing(waiver, place.at("waivers").at(index).toString())),
    locked,
    notices: [],
  };
}

function standing(waiver: Omit<StandingWaiver, "from">, from: string): StandingWaiver {
  return { ...waiver, from };
}

function absoluteRoot({ path, varFiles }: RootModule, folder: string): RootModule {
  const root = resolve(folder, path);
  return { path: root, varFiles: varFiles.map((file) => resolve(root, file)) };
}

function absolute(known: Declarations, folder: string): Declarations {
  const { additionalRoots, keys, bundles } = known;
  const each = <T>(section: { readonly [name: string]: T }, change: (value: T) => T) =>
    Object.fromEntries(Object.entries(section).map(([name, value]) => [name, change(value)]));
  return {
    ...known,
    ...(additionalRoots ? { additionalRoots: additionalRoots.map((root) => resolve(folder, root)) } : {}),
    ...(keys
      ? { keys: each(keys, (key) => (key.policy ? { ...key, policy: resolve(folder, key.policy) } : key)) }
      : {}),
    ...(bundles ? { bundles: each(bundles, (bundle) => resolve(folder, bundle)) } : {}),
  };
}

function requireRules({ content, place }: ParsedFile, { severities }: Defaults): void {
  const ids = [...severities.keys()];
  const require = (rule: string, where: ParsedFile["place"]): void => {
    if (severities.has(rule)) return;
    const near = nearestName(rule, ids);
    where.fail(
      `names the rule '${rule}', which there is not; ${near ? `did you mean '${near}'` : "see emr-encryption rules"}`,
    );
  };
  for (const rule of Object.keys(content.severities ?? {})) require(rule, place.at("severities").at(rule));
  for (const [index, lock] of (content.locked ?? []).entries()) {
    if (lock.startsWith("waivers:")) require(lock.slice("waivers:".length), place.at("locked").at(index));
  }
  for (const [index, waiver] of (content.waivers ?? []).entries()) {
    const at = place.at("waivers").at(index);
    require(waiver.rule, at.at("rule"));
    if (waiver.address === undefined && waiver.input === undefined) {
      at.fail(
        `has neither address nor input; to leave out ${waiver.rule} everywhere write severities: { ${waiver.rule}: off }`,
      );
    }
  }
}

function requireSoon({ waivers, longestWaiverDays: days = longestWaiverDays }: Settings, evaluatedAt: number): void {
  for (const { rule, expires, from } of waivers) {
    if (Date.parse(`${expires}T00:00:00Z`) <= evaluatedAt + days * dayMilliseconds) continue;
    const limit = new Date(evaluatedAt + days * dayMilliseconds).toISOString().slice(0, 10);
    throw new UsageError(
      `${from}: the waiver of ${rule} expires on ${expires}, more than ${days} days away; write ${limit} or sooner`,
    );
  }
}
